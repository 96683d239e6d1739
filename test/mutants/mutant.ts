/** A defence switched off, and the test that has to notice. */
export interface Mutant {
  /** Kebab-case, unique. */
  readonly id: string;
  /** What is no longer prevented once it is switched off. */
  readonly defends: string;
  /** Source file, from the repository's root. */
  readonly file: string;
  /** Source text that occurs exactly once in the file. Short, so that changes beside it do not concern it. */
  readonly replace: string;
  readonly by: string;
  readonly test: NamedTest;
}

/** A test, as SECURITY.md names it. */
export interface NamedTest {
  /** From the repository's root. */
  readonly file: string;
  readonly title: string;
}

/** One text for each test. */
export function testKey({ file, title }: NamedTest): string {
  return `${file}: ${title}`;
}

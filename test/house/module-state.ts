/** A name bound at module level to something that can change while the program runs. */
export interface MutableBinding {
  readonly name: string;
  /** What makes it mutable: `let`, a mutable collection, a factory, or the statement that changes it. */
  readonly because: string;
}

/**
 * Finds the module-level bindings of a source file that hold mutable state. The sources are formatted, so whatever is bound
 * at module level starts in the first column. Seen are: `let` and `var`; collections without a `readonly` type; what a
 * factory (`create…`, `once…`, `memo…`) returned; and whatever else the file changes by a method or an assignment.
 */
export function findMutableBindings(text: string): readonly MutableBinding[] {
  const code = withoutComments(text);
  const declarations = [...code.matchAll(/^(?:export )?(let|var|const) (\w+)(: (?:[^=\n]|=>)+)? =? ?([^\n]*)/gm)];
  return declarations.flatMap(([, keyword = '', name = '', type = '', value = '']) => {
    const because = reasonOf({ keyword, name, type, value, code });
    return because === undefined ? [] : [{ name, because }];
  });
}

interface Declaration {
  readonly keyword: string;
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly code: string;
}

function reasonOf({ keyword, name, type, value, code }: Declaration): string | undefined {
  if (keyword !== 'const') return keyword;
  const isReadonly = /\b(?:readonly|Readonly\w*)\b/.test(type);
  const collection = /^new (?:Map|Set|WeakMap|WeakSet|Array)\b|^\[\]|^\{\}/.exec(value)?.[0];
  if (collection !== undefined && !isReadonly) return collection;
  const factory = /^(?:create\w*|once\w*|memo\w*)(?=[(<])/.exec(value)?.[0];
  if (factory !== undefined) return `${factory}()`;
  const methods = 'set|add|delete|clear|push|pop|shift|unshift|splice|fill|copyWithin|reverse';
  const changed = new RegExp(
    `(?<![.\\w])${name}(?:\\.(?:${methods})\\(|(?:\\.\\w+|\\[[^\\]\\n]+\\])+ (?:[-+*/|&^]|\\?\\?|\\|\\||&&)?= )`,
  );
  return changed.exec(code)?.[0];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

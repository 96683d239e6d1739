/** An instruction of a container file, with its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** Reads a container file: https://docs.docker.com/reference/dockerfile/ (format, line continuation, comments). */
export function readContainerfile(text: string): readonly Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+)\s+(.+)$/.exec(line.trim()) ?? [];
      return { name, rest };
    });
}

/** What each instruction has to look like here; an instruction that is not among them is not known, or not wanted (`ADD`, `MAINTAINER`). */
const shapes: Readonly<Record<string, RegExp>> = {
  FROM: /^[a-z0-9.-]+\/[a-z0-9/._-]+:[a-z0-9._-]+(?: AS [a-z]+)?$/,
  WORKDIR: /^\/\S+$/,
  ENV: /^[A-Z_]+=\S+$/,
  COPY: /^(?:--from=[a-z]+ )?\S+(?: \S+)* \.\/\S*$/,
  RUN: /\S/,
  USER: /^[1-9]\d*:[1-9]\d*$/,
  VOLUME: /^\["\/\S+"\]$/,
  EXPOSE: /^\d+$/,
  HEALTHCHECK: /^(?:--[a-z-]+=\S+ )*CMD \[.+\]$/,
  ENTRYPOINT: /^\[.+\]$/,
  CMD: /^\[.+\]$/,
};

/** What is wrong with the instructions; none: nothing. `exists`: whether the build has a file or folder of the repository. */
export function lintContainerfile(
  instructions: readonly Instruction[],
  exists: (path: string) => boolean,
): readonly string[] {
  const problems = instructions.flatMap(({ name, rest }) => {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) return [`${name || rest}: not an instruction that is wanted`];
    if (!shape.test(rest)) return [`${name} ${rest}: has another shape`];
    const list = /\[.+\]$/.exec(rest)?.[0];
    return name !== 'RUN' && list !== undefined && !isList(list) ? [`${name} ${rest}: is not a JSON list`] : [];
  });
  const missing = instructions
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1))
    .filter((path) => !exists(path));
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM')).map(({ name }) => name);
  const demanded = ['USER', 'HEALTHCHECK', 'ENTRYPOINT', 'EXPOSE', 'VOLUME'].filter((name) => !last.includes(name));
  const asRoot = last.slice(last.indexOf('USER')).includes('RUN') ? ['RUN after USER'] : [];
  return [
    ...problems,
    ...missing.map((path) => `COPY ${path}: there is no such file`),
    ...demanded.map((name) => `the last stage has no ${name}`),
    ...asRoot,
    ...(instructions.some(({ name, rest }) => name === 'FROM' && rest.includes(':latest')) ? ['FROM: latest'] : []),
  ];
}

function isList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => typeof each === 'string');
  } catch {
    return false;
  }
}

import { type Position, type Problem, parentPath } from '../../model/problem.ts';

/** A document that an operator wrote, and where its parts stand in the text. */
export interface SourceDocument {
  readonly value: unknown;
  /** What is wrong although the document could be read, for instance a key that is given twice. */
  readonly problems: readonly Problem[];
  /** Where the part at a JSON path stands: its key, or the item of a list; if it is missing, what should hold it. */
  readonly positionOf: (path: string) => Position | undefined;
  /** The problems, each with its position; those that have one keep it. */
  readonly locate: (problems: readonly Problem[]) => readonly Problem[];
}

/** Offsets in the text by JSON path, at least of the paths that are wanted and stand in the document. */
export type FindOffsets = (wanted: ReadonlySet<string>) => ReadonlyMap<string, number>;

/** Makes the document of a value whose parts `findOffsets` finds in the text. */
export function sourceDocument(
  text: string,
  { value, problems, findOffsets }: Pick<SourceDocument, 'value' | 'problems'> & { readonly findOffsets: FindOffsets },
): SourceDocument {
  const locate = (all: readonly Problem[]): readonly Problem[] => {
    const ways = new Map(all.map(({ path }) => [path, withParents(path)]));
    const offsets = findOffsets(new Set([...ways.values()].flat()));
    const positions = positionsAt(text, offsets);
    return all.map((problem) => {
      if (problem.position !== undefined) return problem;
      const place = ways.get(problem.path)?.find((path) => positions.has(path));
      return place === undefined ? problem : { ...problem, position: positions.get(place) };
    });
  };
  const positionOf = (path: string): Position | undefined => locate([{ path, message: '' }])[0]?.position;
  return { value, problems: problems.length === 0 ? problems : locate(problems), positionOf, locate };
}

function withParents(path: string): readonly string[] {
  const paths: string[] = [];
  for (let each: string | undefined = path; each !== undefined; each = parentPath(each)) paths.push(each);
  return paths;
}

/** The position of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const at = positionsAt(text, new Map([['', offset]])).get('');
  return at ?? { line: 1, column: 1 };
}

/** One pass over the lines for all offsets. */
function positionsAt(text: string, offsets: ReadonlyMap<string, number>): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  let line = 1;
  let lineStart = 0;
  let lineEnd = text.indexOf('\n');
  for (const [path, offset] of [...offsets].sort(([, a], [, b]) => a - b)) {
    while (lineEnd !== -1 && lineEnd < offset) {
      line += 1;
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf('\n', lineStart);
    }
    positions.set(path, { line, column: offset - lineStart + 1 });
  }
  return positions;
}

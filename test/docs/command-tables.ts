/** A row of the tables of `docs/coming-from.md`. */
export interface CommandRow {
  /** What the reader wants. */
  readonly wanted: string;
  /** The command line of the other tool. */
  readonly theirs: string;
  /** Ours. */
  readonly ours: string;
  /** What is different in the answer. */
  readonly difference: string;
}

const header = 'Wanted';

/** Rows of every table of a Markdown page whose first column is headed `Wanted`, in the order of the page. */
export function readCommandTables(page: string): readonly CommandRow[] {
  const rows: CommandRow[] = [];
  let isInTable = false;
  for (const line of page.split('\n')) {
    const cells = line.startsWith('|') ? cellsOf(line) : [];
    if (cells.length === 0) isInTable = false;
    else if (cells[0] === header) isInTable = true;
    else if (isInTable && !/^:?-+:?$/.test(cells[0] ?? '')) rows.push(rowOf(cells, line));
  }
  return rows;
}

function rowOf(cells: readonly string[], line: string): CommandRow {
  const [wanted = '', theirs = '', ours = '', difference = '', ...rest] = cells;
  if (rest.length > 0 || [wanted, difference].includes('')) throw new Error(`not a row of four cells: ${line}`);
  return { wanted, theirs: codeOf(theirs, line), ours: codeOf(ours, line), difference };
}

/** The text of a cell that is one code span and nothing else. */
function codeOf(cell: string, line: string): string {
  const code = /^`([^`]+)`$/.exec(cell)?.[1];
  if (code === undefined) throw new Error(`a command is one code span: ${line}`);
  return code;
}

/** GFM: a pipe in a cell is written `\|`, in code too. */
function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

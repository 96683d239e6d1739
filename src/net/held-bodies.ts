/** A body in memory, whole or as far as it has come. */
export interface HeldBody {
  bytes: number;
  /** How many hold it: the fetch under way, the memory of answers, each endpoint that has it. */
  holders: number;
}

/** Counts the bytes of all bodies that have a holder. */
export interface HeldBodies {
  readonly hold: (body: HeldBody) => void;
  readonly release: (body: HeldBody) => void;
  readonly grow: (body: HeldBody, bytes: number) => void;
  readonly bytes: () => number;
}

export function createHeldBodies(): HeldBodies {
  let bytes = 0;
  return {
    hold: (body) => {
      if (body.holders === 0) bytes += body.bytes;
      body.holders += 1;
    },
    release: (body) => {
      body.holders -= 1;
      if (body.holders === 0) bytes -= body.bytes;
    },
    grow: (body, more) => {
      body.bytes += more;
      if (body.holders > 0) bytes += more;
    },
    bytes: () => bytes,
  };
}

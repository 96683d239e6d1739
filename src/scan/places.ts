/** The right to be under way. */
export interface Place {
  /** Starts its clock: from now on it may be found slow. */
  readonly begin: () => void;
  /** Gives it up. Once only. */
  readonly leave: () => void;
}

export interface PlacesOptions {
  /** Places in all, those of slow ones not counted. */
  readonly atOnce: number;
  /** How many slow ones may be held beside them. */
  readonly parked: number;
  /** Older ones are slow. */
  readonly patienceMs: () => number;
  readonly monotonicMs: () => number;
  /** False: nobody enters for now; `admit` asks again. */
  readonly mayEnter: () => boolean;
}

/**
 * A limit on how many are under way at once that silent peers cannot use up: whoever takes longer than others usually do is
 * parked, that is, no longer counts, and makes room for the next one. How many may be parked is a second limit; once that
 * is reached, slow ones hold their places like everyone.
 */
export interface Places {
  /** Whether `enter` would be granted at once. */
  readonly hasRoom: () => boolean;
  /** A place, now or when it is one's turn. Granted ones are counted before this returns. */
  readonly enter: () => Place | Promise<Place>;
  /** Lets in whom there is room for. */
  readonly admit: () => void;
  /** Parks those that are slow by now. Returns whether there is more room than before. */
  readonly park: () => boolean;
  /** How many are under way, parked ones included. */
  readonly taken: () => number;
}

export function createPlaces({ atOnce, parked, patienceMs, monotonicMs, mayEnter }: PlacesOptions): Places {
  const waiting: ((place: Place) => void)[] = [];
  /** When each began, the first one first. */
  const running = new Map<Place, number>();
  let counted = 0;
  let aside = 0;

  const isOpen = (): boolean => counted < atOnce && mayEnter();

  const grant = (): Place => {
    counted += 1;
    let hasBegun = false;
    const place: Place = {
      begin: () => {
        hasBegun = true;
        running.set(place, monotonicMs());
      },
      leave: () => {
        const isParked = hasBegun && !running.delete(place);
        if (isParked) aside -= 1;
        else counted -= 1;
        admit();
      },
    };
    return place;
  };

  const admit = (): void => {
    while (waiting.length > 0 && isOpen()) waiting.shift()?.(grant());
  };

  return {
    hasRoom: () => waiting.length === 0 && isOpen(),
    enter: () =>
      waiting.length === 0 && isOpen()
        ? grant()
        : new Promise((granted) => {
            waiting.push(granted);
          }),
    admit,
    park: () => {
      const since = monotonicMs() - patienceMs();
      let hasParked = false;
      for (const [place, startedMs] of running) {
        if (startedMs > since || aside >= parked) break;
        running.delete(place);
        counted -= 1;
        aside += 1;
        hasParked = true;
      }
      if (hasParked) admit();
      return hasParked;
    },
    taken: () => counted + aside,
  };
}

/** What a worker has done since it was started. */
export interface WorkerCounts {
  /** Batches. */
  taken: number;
  /** Messages that were no batches of this version. */
  refused: number;
  /** Batches of runs that had ended. */
  dropped: number;
  split: number;
  givenBack: number;
  /** Batches that ended with an error of ours. */
  failed: number;
  /** Requests of batches that were seen. */
  endpoints: number;
  /** Endpoints that the worker may not dial. */
  notAllowed: number;
  /** Messages of results that the broker has kept. */
  delivered: number;
  /** How often the broker took no more results. */
  full: number;
}

export function createWorkerCounts(): WorkerCounts {
  return {
    ...{ taken: 0, refused: 0, dropped: 0, split: 0, givenBack: 0, failed: 0 },
    ...{ endpoints: 0, notAllowed: 0, delivered: 0, full: 0 },
  };
}

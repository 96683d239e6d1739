import type { EndpointObservation } from '../model/endpoint-observation.ts';

/** An observation says how often it was tried for, where that was more than once. */
export function withTries(observation: EndpointObservation, earlierTries: number): EndpointObservation {
  if (earlierTries === 0) return observation;
  const { failure } = observation;
  const tried = `Tried ${earlierTries + 1} times.`;
  return {
    ...observation,
    retries: earlierTries,
    failure: failure && { ...failure, message: `${failure.message} ${tried}` },
  };
}

import type { EndpointObservation } from '../model/endpoint-observation.ts';

/** Adds the number of tries to an observation that took more than one. */
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

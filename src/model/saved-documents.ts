import { z } from 'zod';

import type { Endpoint } from './endpoint.ts';
import { type EndpointObservation, endpointObservationSchema } from './endpoint-observation.ts';
import type { Problem } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { type SavedRun, savedRunSchema } from './saved-run.ts';
import { shapeProblems } from './shape-problems.ts';

/** An observation as it is saved: bytes become base64. */
export function encodeObservation(observation: EndpointObservation): unknown {
  return z.encode(endpointObservationSchema, observation);
}

/** Reads an observation, or returns every problem. */
export function decodeObservation(json: unknown): Result<EndpointObservation, readonly Problem[]> {
  const decoded = endpointObservationSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}

/** What a worker sends of an observation: whose it is, and from where, the scanner knows. */
const observedSchema = endpointObservationSchema.omit({ endpoint: true, index: true, seenFrom: true });

/** What was observed, without the endpoint: bytes become base64. */
export function encodeObserved(observation: EndpointObservation): Readonly<Record<string, unknown>> {
  const { endpoint: _, index: __, seenFrom: ___, ...observed } = observation;
  return z.encode(observedSchema, observed);
}

/** Reads what was observed of an endpoint that is known, or returns every problem. */
export function decodeObserved(json: unknown, endpoint: Endpoint): Result<EndpointObservation, readonly Problem[]> {
  const decoded = observedSchema.safeParse(json);
  return decoded.success ? ok({ ...decoded.data, endpoint }) : err(shapeProblems(decoded.error.issues, json));
}

/** A run as it is saved: bytes become base64. */
export function encodeRun(run: SavedRun): unknown {
  return z.encode(savedRunSchema, run);
}

/** Reads a saved run, or returns every problem. */
export function decodeRun(json: unknown): Result<SavedRun, readonly Problem[]> {
  const decoded = savedRunSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}

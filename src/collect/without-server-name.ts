import { type BoundedMap, createBoundedMap } from '../async/bounded-map.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import { abortKind } from '../net/failure.ts';
import { type Climb, type Climbed, climbLadder } from './climb-ladder.ts';
import type { CollectorOptions } from './collect.ts';

type WithoutServerName = NonNullable<EndpointObservation['withoutServerName']>;

/** What addresses answered without SNI, by `ADDRESS PORT`. */
export type NamelessAnswers = BoundedMap<Promise<{ readonly answer: WithoutServerName; readonly isFinal: boolean }>>;

/** Endpoints at one address stand close together in expansion order. An answer is a chain of some 5 kB. */
const maxRememberedAddresses = 4_096;

export function rememberNamelessAnswers(): NamelessAnswers {
  return createBoundedMap(maxRememberedAddresses);
}

export interface NamelessQuestion {
  /** How the endpoint was dialled with its name. */
  readonly climb: Climb;
  readonly climbed: Climbed;
  readonly nameless: NamelessAnswers;
  readonly options: CollectorOptions;
}

/**
 * What the address answers to a hello without SNI. Each address and port is dialled once; whoever asks first dials on its
 * own time, and where that runs out the next one dials again. Null where there is nothing to dial (no TCP connection).
 */
export async function askWithoutServerName(question: NamelessQuestion): Promise<WithoutServerName | null> {
  const { climb, climbed, nameless } = question;
  const { dialled } = climbed;
  if (dialled.result === undefined) return null;
  if (dialled.serverName === undefined) return describe(climbed);
  const key = `${climb.address} ${climb.port}`;
  for (;;) {
    let isMine = false;
    const asked = nameless.getOrMake(key, () => {
      isMine = true;
      return dialNameless(question);
    });
    const known = await (isMine ? asked : untilAborted(asked, climb.signal));
    if (known === undefined) return { failure: outOfTime(climb.signal) };
    if (!known.isFinal && nameless.get(key) === asked) nameless.delete(key);
    if (isMine || known.isFinal) return known.answer;
  }
}

async function dialNameless({ climb, climbed, options }: NamelessQuestion) {
  const { result, profile } = climbed.dialled;
  const firstProfile = result?.certificates === undefined ? climb.firstProfile : profile;
  const answer = describe(
    await climbLadder({ ...climb, firstProfile, oneRung: false, serverName: undefined, keyType: undefined }, options),
  );
  return { answer, isFinal: 'certificates' in answer || !climb.signal.aborted };
}

function describe({ dialled }: Climbed): WithoutServerName {
  const certificates = dialled.result?.certificates ?? [];
  if (certificates.length > 0) return { certificates: [...certificates] };
  const failure = dialled.failure ?? { stage: 'tls', kind: 'protocol', message: 'No certificate was presented.' };
  return { failure };
}

function outOfTime(signal: AbortSignal): Failure {
  return abortKind(signal) === 'timeout'
    ? { stage: 'tls', kind: 'timeout', message: 'The time for this endpoint ran out before the dial without SNI.' }
    : { stage: 'tls', kind: 'aborted', message: 'The run was interrupted.' };
}

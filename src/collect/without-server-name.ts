import { type BoundedMap, createBoundedMap } from '../async/bounded-map.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import { abortKind } from '../net/failure.ts';
import { type FallbackRequest, type FallbackOutcome, dialWithFallback } from './dial-with-fallback.ts';
import type { CollectorOptions } from './contract.ts';

type WithoutServerName = NonNullable<EndpointObservation['withoutServerName']>;

/** What servers answered without SNI by address, port, the way there and the protocol before TLS, and to a wrong server name also by that name. */
export type AnswersWithoutServerName = BoundedMap<
  Promise<{ readonly answer: WithoutServerName; readonly isFinal: boolean }>
>;

/** Endpoints at one address are close together in expansion order. An answer is a chain of some 5 kB. */
const maxRememberedAddresses = 4_096;

/** The memory of one run. */
export function createAnswersWithoutServerName(): AnswersWithoutServerName {
  return createBoundedMap(maxRememberedAddresses);
}

export interface QuestionWithoutServerName {
  /** How the endpoint was dialed with its name. */
  readonly request: FallbackRequest;
  readonly outcome: FallbackOutcome;
  readonly answers: AnswersWithoutServerName;
  readonly options: CollectorOptions;
}

/**
 * What the server answers to a hello without SNI. Each address and port is dialed once a run. The first endpoint that asks
 * dials within its own time; if that runs out, the next endpoint dials again. Null if there was no TCP connection.
 */
export async function askWithoutServerName(question: QuestionWithoutServerName): Promise<WithoutServerName | null> {
  const { outcome } = question;
  const { dialed } = outcome;
  if (dialed.result === undefined) return null;
  if (dialed.serverName === undefined) return describe(outcome);
  return await askOnce(question, undefined);
}

async function askOnce(
  question: QuestionWithoutServerName,
  serverName: string | undefined,
): Promise<WithoutServerName> {
  const { request, answers } = question;
  const { address, port, proxy = '', proxyProtocol = '' } = request;
  const begins = request.startTls?.protocol ?? '';
  const key = [address, port, proxy, proxyProtocol, begins, ...(serverName === undefined ? [] : [serverName])].join(
    ' ',
  );
  for (;;) {
    let isFirst = false;
    const asked = answers.getOrMake(key, () => {
      isFirst = true;
      return dialAs(serverName, question);
    });
    const known = await (isFirst ? asked : untilAborted(asked, request.signal));
    if (known === undefined) return { failure: outOfTime(request.signal) };
    if (!known.isFinal && answers.get(key) === asked) answers.delete(key);
    if (isFirst || known.isFinal) return known.answer;
  }
}

/**
 * What the server answers to a hello with a server name that it does not have: as above each address and port is asked once a run. Null if there was
 * no TLS connection with its own name.
 */
export async function askWithWrongServerName(
  question: QuestionWithoutServerName,
  serverName: string,
): Promise<WithoutServerName | null> {
  return question.outcome.dialed.result === undefined ? null : await askOnce(question, serverName);
}

async function dialAs(serverName: string | undefined, { request, outcome, options }: QuestionWithoutServerName) {
  const { result, profile } = outcome.dialed;
  const firstProfile = result?.certificates === undefined ? request.firstProfile : profile;
  const answer = describe(
    await dialWithFallback(
      { ...request, firstProfile, onlyFirstHello: false, serverName, keyType: undefined },
      options,
    ),
  );
  return { answer, isFinal: 'certificates' in answer || !request.signal.aborted };
}

function describe({ dialed }: FallbackOutcome): WithoutServerName {
  const certificates = dialed.result?.certificates ?? [];
  if (certificates.length > 0) return { certificates: [...certificates] };
  const failure = dialed.failure ?? { stage: 'tls', kind: 'protocol', message: 'No certificate was presented.' };
  return { failure };
}

function outOfTime(signal: AbortSignal): Failure {
  return abortKind(signal) === 'timeout'
    ? {
        stage: 'tls',
        kind: 'timeout',
        message: 'The time limit for this endpoint was reached before the connection without SNI.',
      }
    : { stage: 'tls', kind: 'aborted', message: 'The run was interrupted.' };
}

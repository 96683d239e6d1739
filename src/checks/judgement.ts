import type { RoleDocument } from '../model/role-document.ts';
import type { Outcome } from '../model/vocabulary.ts';
import type { UndeterminedReason } from './evidence.ts';

/** What a judge adds to its answer. `expected` and `observed` are short values, never sentences. */
export interface Details {
  readonly expected?: string;
  readonly observed?: string;
}

/** A judge's answer. */
export interface Judgement<FaultId extends string = string> {
  readonly outcome: Outcome;
  /** What was seen, in whole sentences. Of a failure: what there is to add to `title`; may be empty. */
  readonly message: string;
  readonly expected: string | null;
  readonly observed: string | null;
  /** A short fixed word, an `UndeterminedReason` among them; null for what was seen. */
  readonly reason: string | null;
  /** What is wrong; null unless it fails. */
  readonly failure: Failure<FaultId> | null;
  /** What the field reports beside the rule, with its source: the end of `message`. It decides nothing. */
  readonly note?: string;
}

/** What is wrong here: a declared fault with its values. */
export interface Failure<FaultId extends string = string> {
  readonly fault: FaultId;
  readonly title: string;
  /** Undefined: that of the fault. */
  readonly remedy: string | undefined;
  /** SHA-256 of the certificate at fault; undefined: the leaf. */
  readonly certificate: string | undefined;
  /** The group of the role's demands that is not met, whose source is to be cited; undefined: the citation of the fault is. */
  readonly demand?: DemandGroup | undefined;
}

/** A group of what a role demands, by its key in the policy document. */
export type DemandGroup = Exclude<keyof RoleDocument, 'extends' | 'abstract' | 'title' | 'dialed' | 'source'>;

/** What a failing judge saw. */
export interface Seen extends Details {
  /** What is wrong, with its values; its first words name the fault. No full stop. */
  readonly title: string;
  /** What there is to add: whole sentences. */
  readonly detail?: string;
  /** What to do here, if that can be said more exactly than the fault's remedy does: one sentence. */
  readonly remedy?: string;
  /** The certificate at fault, if it is not the leaf. */
  readonly certificate?: { readonly sha256: string };
  /** The group of the role's demands that is not met, if it is one of the role's. */
  readonly demand?: DemandGroup;
}

/** It was seen, and it holds. */
export function pass(message: string, details?: Details): Judgement<never> {
  return {
    outcome: 'pass',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason: null,
    failure: null,
  };
}

/** It was seen, and it does not hold. Why it matters and what to do stand with the fault. */
export function fail<const FaultId extends string>(fault: FaultId, seen: Seen): Judgement<FaultId> {
  return {
    outcome: 'fail',
    message: seen.detail ?? '',
    expected: seen.expected ?? null,
    observed: seen.observed ?? null,
    reason: null,
    failure: {
      fault,
      title: seen.title,
      remedy: seen.remedy,
      certificate: seen.certificate?.sha256,
      demand: seen.demand,
    },
  };
}

/** The rule does not concern this endpoint; `reason` is a short fixed word. */
export function notApplicable(reason: string, message: string, details?: Details): Judgement<never> {
  return {
    outcome: 'not-applicable',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
    failure: null,
  };
}

/** It could be seen, but we did not get to. */
export function undetermined(reason: UndeterminedReason, message: string, details?: Details): Judgement<never> {
  return {
    outcome: 'undetermined',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
    failure: null,
  };
}

/** This is not visible over TLS; the message says what to run on the server instead. */
export function notObservable(reason: string, message: string, details?: Details): Judgement<never> {
  return {
    outcome: 'not-observable',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
    failure: null,
  };
}

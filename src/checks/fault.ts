import type { Citation } from './citations.ts';

/**
 * What a fault is about. Findings of one fault with the same subject are one cause: the same certificate wherever it is presented;
 * what one address and port is set up to do; or what is declared of a virtual server or deployment.
 */
export type FaultSubject = 'certificate' | 'service' | 'declaration';

/** One way in which a check can fail. */
export interface Fault {
  /** What is wrong, in general: "A certificate in the chain has expired". No full stop. */
  readonly title: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** What mends it: one sentence in the imperative. */
  readonly remedy: string;
  readonly subject: FaultSubject;
  /** Default: the citation of the check. */
  readonly citation?: Citation;
  /** Instead of the words above, if these are those of the specification and another policy makes the demand. */
  readonly elsewhere?: { readonly title?: string; readonly why?: string; readonly remedy?: string };
}

/** The faults of a check by the word that findings name, kebab-case. */
export type Faults<Id extends string = string> = Readonly<Record<Id, Fault>>;

import type { FindPath } from '../../src/pki/path/path.ts';
import { askCertmuster, type OwnAnswer } from './ask-certmuster.ts';
import { askOpenssl, type OpensslAnswer, type OpensslQuestion } from './ask-openssl.ts';
import type { Disagreement } from './disagreement.ts';
import type { Hierarchy } from './hierarchy.ts';
import { judgedAt } from './validity.ts';

export interface Comparing {
  readonly findPath: FindPath;
  /** Where OpenSSL's input is written; nobody else's at the same time. */
  readonly folder: string;
}

/** What came of one leaf: why we refused where both did, or the disagreement. */
export type LeafComparison =
  | { readonly kind: 'both accept' }
  | { readonly kind: 'both refuse'; readonly reason: string }
  | { readonly kind: 'disagreement'; readonly disagreement: Disagreement };

/** Asks both about every leaf of a hierarchy and narrows every disagreement down to one path. */
export async function compareHierarchy(hierarchy: Hierarchy, comparing: Comparing): Promise<readonly LeafComparison[]> {
  const { anchors, presented: untrusted, leaves, host } = hierarchy;
  const question = { anchors, untrusted, leaves, at: judgedAt, host };
  const own = askCertmuster(hierarchy, comparing.findPath);
  const theirs = await askOpenssl(question, comparing.folder);
  const compared: LeafComparison[] = [];
  for (const [index, leaf] of leaves.entries()) {
    const [ours, answer] = [own[index], theirs[index]];
    if (ours === undefined || answer === undefined) continue;
    const pair = { own: ours, theirs: answer, where: `hierarchy ${hierarchy.index}, leaf ${index}` };
    compared.push(await compareLeaf({ hierarchy, leaf, question, comparing }, pair));
  }
  return compared;
}

interface LeafCase {
  readonly hierarchy: Hierarchy;
  readonly leaf: Uint8Array;
  readonly question: OpensslQuestion;
  readonly comparing: Comparing;
}

interface Pair {
  readonly own: OwnAnswer;
  readonly theirs: OpensslAnswer;
  readonly where: string;
}

async function compareLeaf(leafCase: LeafCase, { own, theirs, where }: Pair): Promise<LeafComparison> {
  const { hierarchy, leaf, question, comparing } = leafCase;
  const { host } = hierarchy;
  if (own.kind === 'accepted') {
    if (theirs.accepts) return { kind: 'both accept' };
    const { path } = own;
    const [alone = theirs] = await askOpenssl(
      { ...question, ...givenOnly(path.map(({ der }) => der)) },
      comparing.folder,
    );
    const side = 'only certmuster accepts';
    return { kind: 'disagreement', disagreement: { side, where, host, path, together: theirs, alone } };
  }
  if (!theirs.accepts) return { kind: 'both refuse', reason: own.kind === 'refused' ? own.error.kind : own.kind };
  const narrowed = await narrowToOneChain({ ...hierarchy, leaves: [leaf] }, question, comparing.folder);
  const [answer = own] = askCertmuster(narrowed, comparing.findPath);
  const error = answer.kind === 'refused' ? answer.error : undefined;
  const certificate = answer.kind === 'refused' ? answer.error.path[0] : answer.path[0];
  if (certificate === undefined) throw new Error('a path without a leaf');
  return {
    kind: 'disagreement',
    disagreement: { side: 'only OpenSSL accepts', where, host, leaf: certificate, error },
  };
}

/** A path as a question: the last one trusted, those between presented. */
function givenOnly(path: readonly Uint8Array[]): Pick<OpensslQuestion, 'anchors' | 'untrusted' | 'leaves'> {
  return { leaves: path.slice(0, 1), untrusted: path.slice(1, -1), anchors: path.slice(-1) };
}

/** Leaves out every certificate that OpenSSL can do without; what stays is a chain that it accepts. */
async function narrowToOneChain(hierarchy: Hierarchy, question: OpensslQuestion, folder: string): Promise<Hierarchy> {
  let kept = hierarchy;
  for (const list of ['anchors', 'presented'] as const) {
    for (const certificate of hierarchy[list]) {
      const without = { ...kept, [list]: kept[list].filter((other) => other !== certificate) };
      const { anchors, presented: untrusted, leaves } = without;
      const [answer] = await askOpenssl({ ...question, anchors, untrusted, leaves }, folder);
      if (answer?.accepts) kept = without;
    }
  }
  return kept;
}

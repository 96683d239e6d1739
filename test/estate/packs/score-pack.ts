import type { FixtureKeyType } from '../../../src/model/policy-fixtures.ts';
import { listRows, type Row } from '../../../src/policy/rows.ts';
import { auditPack, type LiveFixture } from './audit-pack.ts';
import type { Pack } from './read-pack.ts';

/** What the live audits of a pack came to. */
export interface PackScore {
  readonly rows: number;
  /** Rows that cannot be seen over TLS, and those of them that the audits name as such. */
  readonly notVisible: number;
  readonly toldNotVisible: number;
  readonly fixtures: number;
  /** Endpoints of the estate that conforms throughout. */
  readonly estate: number;
  /** Pairs of a fixture and a fault. */
  readonly planted: number;
  readonly found: number;
  /** Found and not planted. */
  readonly beside: number;
  /** One sentence each: what was planted and not found, found and not planted, or not seen at all. */
  readonly wrong: readonly string[];
}

/** Audits a pack live and compares what is found with what its fixtures expect. */
export async function scorePack(pack: Pack): Promise<PackScore> {
  const live = await auditPack(pack);
  const compared = live.map((each) => compare(each));
  const rows = listRows(pack.documents.at(-1) ?? pack.documents[0]);
  const hidden = rows.filter(({ group }) => group === 'notVisible').map(demandOf);
  const told = live.flatMap(({ notVisible }) => notVisible);
  const untold = hidden.filter((demand) => !told.some((message) => message.includes(demand)));
  return {
    rows: rows.length,
    notVisible: hidden.length,
    toldNotVisible: hidden.length - untold.length,
    fixtures: pack.fixtures.length,
    estate: pack.conformingEstate?.fixture.endpoints.length ?? 0,
    planted: compared.reduce((sum, { planted }) => sum + planted.length, 0),
    found: compared.reduce((sum, { planted, missing }) => sum + planted.length - missing.length, 0),
    beside: compared.reduce((sum, { beside }) => sum + beside.length, 0),
    wrong: [...compared.flatMap(({ wrong }) => wrong), ...untold.map((demand) => `not told: ${demand}`)],
  };
}

/** The demand of a row about what cannot be seen, as findings quote it. */
function demandOf({ text }: Row): string {
  return text
    .replace(/^notVisible /, '')
    .trim()
    .replace(/\.$/, '');
}

function compare({ fixture, found, unseen }: LiveFixture) {
  const handshake = fixture.endpoints.flatMap(({ changes }) => faultsOfKey(changes.certificate?.keyType));
  const planted = [...new Set([...fixture.expect, ...handshake])];
  const missing = planted.filter((fault) => !found.includes(fault));
  const beside = found.filter((fault) => !planted.includes(fault));
  return {
    planted,
    missing,
    beside,
    wrong: [
      ...missing.map((fault) => `${fixture.name}: planted and not found: ${fault}`),
      ...beside.map((fault) => `${fixture.name}: found, not planted: ${fault}`),
      ...unseen.map((reason) => `${fixture.name}: ${reason}`),
    ],
  };
}

/** Fixtures are about certificates; a server with such a key fails in the handshake as well: no current client has its curve. */
function faultsOfKey(keyType: FixtureKeyType | undefined): readonly string[] {
  return keyType === 'ec-secp256k1' || keyType === 'ec-p224' ? ['hello-tolerance/nothing-in-common'] : [];
}

import { objectIdentifier, sequence, tagged, text } from '../pki/forge-der.ts';
import type { Random } from './random.ts';

/** A distinguished name as text; how it is spelt in DER is another matter. */
export interface NameText {
  readonly organization: string;
  readonly commonName: string | undefined;
}

export interface Spelling {
  readonly isUpperCase?: boolean;
  readonly hasDoubledSpaces?: boolean;
  readonly isPrintable?: boolean;
}

const organizationOid = '2.5.4.10';
const commonNameOid = '2.5.4.3';

/** DER of a Name. All spellings are the same name to RFC 5280 §7.1. */
export function writeName({ organization, commonName }: NameText, spelling: Spelling = {}): Uint8Array {
  const attribute = (oid: string, value: string) =>
    tagged(0x31, sequence(objectIdentifier(oid), text(tagOf(value, spelling), spell(value, spelling))));
  return sequence(
    ...(organization === '' ? [] : [attribute(organizationOid, organization)]),
    ...(commonName === undefined ? [] : [attribute(commonNameOid, commonName)]),
  );
}

/** Another way to write the same name. */
export function respell(random: Random): Spelling {
  return random.pick<Spelling>([{ isUpperCase: true }, { hasDoubledSpaces: true }, { isPrintable: true }]);
}

function spell(value: string, { isUpperCase = false, hasDoubledSpaces = false }: Spelling): string {
  const cased = isUpperCase ? value.toUpperCase() : value;
  return hasDoubledSpaces ? ` ${cased.replaceAll(' ', '  ')} ` : cased;
}

/** PrintableString where asked for and possible, else UTF8String. */
function tagOf(value: string, { isPrintable = false }: Spelling): number {
  return isPrintable && /^[A-Za-z0-9 '()+,./:=?-]*$/.test(value) ? 0x13 : 0x0c;
}

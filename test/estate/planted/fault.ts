import type { Presentation } from '../../../src/lab/tls-listener.ts';
import type { PolicyOverrides } from '../../../src/model/policy-overrides.ts';
import type {
  DeploymentDeclaration,
  TargetDeclaration,
  VirtualServerDeclaration,
} from '../../../src/model/targets-file.ts';
import { type Contoso, type Difference, mtlsPresentation, sslPresentation } from '../contoso.ts';
import type { NginxSite } from '../nginx.ts';
import type { PkiWeb } from '../pki-web.ts';
import type { Script } from '../scripted/peers.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** A server to start: what listens, and what it is told. */
export type Listening =
  | { readonly by: 'nginx'; readonly site: NginxSite }
  | { readonly by: 'openssl'; readonly presentation: Presentation; readonly args: readonly string[] }
  | {
      readonly by: 'gnutls';
      readonly presentation: Presentation;
      readonly priority: string;
      readonly args: readonly string[];
    }
  | { readonly by: 'script'; readonly script: Script }
  /** A port that nothing listens on. */
  | { readonly by: 'nobody' };

/** Where a listener ended up. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/**
 * A deployment with one thing wrong. What it does not name is the sound listener that all of them share. Its name is the
 * check that has to see the fault, with a suffix where a check has several.
 */
export interface PlantedFault {
  readonly name: string;
  /** Further listeners, by a name of their own; `https` and `mtls` replace the sound ones. */
  readonly listeners?: Readonly<Record<string, Listening>>;
  /** Changes to the virtual server as declared. */
  readonly declare?: (place: (name: string) => Place) => Partial<VirtualServerDeclaration>;
  /** What may be fetched; default: nothing. */
  readonly fetch?: DeploymentDeclaration['fetch'];
  /** What the deployment overrides of its policy's thresholds. */
  readonly thresholds?: NonNullable<PolicyOverrides['thresholds']>;
  /** The trust stores for SSL; default, and always for MTLS: the root alone. */
  readonly trust?: readonly string[];
}

/** The same with a plain target under policy `tls-server`, dialed at the listener. */
export interface PlantedTarget {
  readonly name: string;
  readonly listener: Listening;
  readonly target: Omit<TargetDeclaration, 'address' | 'port'>;
}

/** What the faults are made with. */
export interface Workshop {
  readonly contoso: Contoso;
  /** Path of the root's PEM file. */
  readonly rootFile: string;
  readonly folder: TemporaryFolder;
  /** Where the authority publishes. */
  readonly web: PkiWeb;
  /** Path of Diffie-Hellman parameters of 768 bits. */
  readonly weakDhFile: string;
}

/** What a virtual server presents, by nginx. */
export function ssl({ contoso }: Workshop, difference: Difference = {}): Listening {
  return nginx(sslPresentation(contoso, difference));
}

/** What an MTLS listener presents, by an nginx that asks for client certificates. */
export function mtls({ contoso, rootFile }: Workshop, difference: Difference = {}): Listening {
  return nginx(mtlsPresentation(contoso, difference), askingForClients(rootFile));
}

export function nginx(presentation: Presentation, directives?: readonly string[]): Listening {
  return { by: 'nginx', site: { ...presentation, ...(directives === undefined ? {} : { directives }) } };
}

/** Directives of a site that asks for a client certificate and names the root. */
export function askingForClients(rootFile: string): readonly string[] {
  return ['ssl_protocols TLSv1.2 TLSv1.3;', 'ssl_verify_client optional_no_ca;', `ssl_client_certificate ${rootFile};`];
}

/** A server as the targets file declares it. */
export function serverAt(
  fqdn: string,
  https: Place,
  mtls: Place,
): NonNullable<VirtualServerDeclaration['servers']>[number] {
  return { fqdn, address: https.address, httpsPort: https.port, mtlsAddress: mtls.address, mtlsPort: mtls.port };
}

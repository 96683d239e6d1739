import type { Mutant } from '../mutant.ts';

/** What belongs to the operator, and what a report must not leave unsaid or give away. */
export const operatorMutants: readonly Mutant[] = [
  {
    id: 'signature-of-a-run',
    defends: 'a signed run is that of its key',
    file: 'src/cli/input/read-manifest.ts',
    replace: 'if (verify(null, signed, key, file.value.bytes))',
    by: 'if (isThere)',
    test: {
      file: 'test/cli/manifest.test.ts',
      title: 'everything recomputed by a stranger: accepted without a key, refused with one',
    },
  },
  {
    id: 'changed-lines',
    defends: 'a saved run that was changed is refused',
    file: 'src/cli/input/compare-digests.ts',
    replace: 'if (next.sha256 === wanted?.digest.sha256) {',
    by: 'if (wanted !== undefined) {',
    test: { file: 'test/cli/manifest.test.ts', title: 'evaluate: changes of several files are reported together' },
  },
  {
    id: 'broken-trust-files',
    defends: 'a store is read whole or not at all',
    file: 'src/cli/input/load-trust-stores.ts',
    replace: 'if (problems.length > 0) return err(problems);',
    by: '',
    test: {
      file: 'test/cli/targets-file.test.ts',
      title: 'a folder of trust files is read whole, and one without certificates is refused',
    },
  },
  {
    id: 'anonymous',
    defends: 'who scans anonymously is not named',
    file: 'src/cli/commands/scan.ts',
    replace: "args.flag('anonymous') || scanner",
    by: 'scanner',
    test: {
      file: 'test/cli/evaluate.test.ts',
      title: 'scan --anonymous: neither report nor saved run say who scanned',
    },
  },
  {
    id: 'leaf-as-root',
    defends: 'a leaf given as a root is told',
    file: 'src/pki/trust/anchor-notice.ts',
    replace: 'if (basicConstraints === undefined || (basicConstraints.ok && !basicConstraints.value.ca)) {',
    by: 'if (false) {',
    test: {
      file: 'test/cli/trust-files.test.ts',
      title:
        'a leaf given as a root is said to be one, on stderr and in the report, by whatever command and file it is given',
    },
  },
  {
    id: 'secret-as-file-name',
    defends: 'a secret given for a file name is not logged',
    file: 'src/cli/options/client-options.ts',
    replace: "return option === 'passphrase-file' || path.includes('-----BEGIN');",
    by: 'return false;',
    test: {
      file: 'test/cli/client-certificate.test.ts',
      title: 'a key or passphrase that is written where its file should be named is not repeated',
    },
  },
  {
    id: 'secret-in-options',
    defends: 'a file of options holds no secret',
    file: 'src/cli/settings/read-config-file.ts',
    replace: 'if (secretKey.test(name)) {',
    by: 'if (false) {',
    test: {
      file: 'test/cli/settings.test.ts',
      title: 'what is wrong in the file is listed with line and column, nothing is dialed, and no secret is repeated',
    },
  },
  {
    id: 'deployment-in-part',
    defends: 'nothing is said across a deployment of which endpoints were left out',
    file: 'src/audit/summary/run-summary.ts',
    replace: 'if (inPart.includes(deployment.name)) return [];',
    by: 'if (false) return [];',
    test: {
      file: 'test/cli/select.test.ts',
      title:
        '--only-role: nothing is said across a deployment of which endpoints were left out, and no waiver is called unused',
    },
  },
  {
    id: 'old-roots',
    defends: 'old roots are told',
    file: 'src/pki/trust/mozilla-store.ts',
    replace: 'now.getTime() <= yearsAfter(date, maxAgeYears)',
    by: 'now.getTime() > 0',
    test: { file: 'test/cli/trust-data.test.ts', title: 'roots older than a year are a notice' },
  },
  {
    id: 'distrust-after',
    defends: 'what Mozilla distrusts from a date on is not trusted',
    file: 'src/pki/rules/distrust-after.ts',
    replace: 'leaf.notBefore.getTime() <= Date.parse(last)',
    by: 'leaf.notBefore.getTime() > 0',
    test: {
      file: 'test/cli/trust-data.test.ts',
      title: 'a certificate issued past the date of distrust is not trusted, and chain-trust says so',
    },
  },
  {
    id: 'password-in-url',
    defends: 'the password of a URL is not repeated',
    file: 'src/model/problem.ts',
    replace: ".replace(/:\\/\\/[^/?#]*@/, '://***@')",
    by: '',
    test: { file: 'test/cli/nasty-certificate.test.ts', title: 'a password in a URL is not repeated' },
  },
  {
    id: 'listed-words',
    defends: 'messages have a length',
    file: 'src/pki/join-words.ts',
    replace: 'maximumListed = 8',
    by: 'maximumListed = 1e9',
    test: { file: 'test/evaluate/hostile-chains.test.ts', title: 'thousands of names make no message long' },
  },
  {
    id: 'truncated-certificate',
    defends: 'what breaks off does not decode',
    file: 'src/x509/der/der-reader.ts',
    replace: 'if (length > end - start) {',
    by: 'if (false) {',
    test: { file: 'test/x509/hostile-input.test.ts', title: 'no prefix of a certificate decodes, and none throws' },
  },
  {
    id: 'application-data',
    defends: 'no application data is sent',
    file: 'src/tls/send-records.ts',
    replace: "sendAlert(state, 'warning', 'close_notify');",
    by: 'sendContent(state, contentType.applicationData, Uint8Array.of(1));',
    test: {
      file: 'test/collect/scripted-peers.test.ts',
      title: 'it leaves with an alert and a FIN, and never sends more',
    },
  },
  {
    id: 'range-without-end',
    defends: 'a target stands for a bounded number of endpoints',
    file: 'src/targets/host-range.ts',
    replace: 'if (places <= maxPlacesOfTarget) return undefined;',
    by: 'if (places > 0) return undefined;',
    test: {
      file: 'test/targets/ranges.test.ts',
      title: 'what does not fit together in a targets file is told with its place',
    },
  },
  {
    id: 'excluded-address-of-a-name',
    defends: 'what the operator excludes is not dialed under any name',
    file: 'src/audit/gather/gatherer.ts',
    replace: '.filter((endpoint) => !exclusions?.leavesOut(endpoint))',
    by: '',
    test: {
      file: 'test/cli/places.test.ts',
      title: '--exclude keeps an address undialed, whatever its name; excluding everything is a mistake',
    },
  },
];

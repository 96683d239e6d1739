/** Data blocks of this file, parsed when first wanted. The last few are kept: pages are read one after the other. */
const parsedBlocks = new Map();
const keptBlocks = 8;

function readBlock(id) {
  const known = parsedBlocks.get(id);
  if (known !== undefined) return known;
  const block = JSON.parse(document.getElementById(id).textContent);
  parsedBlocks.set(id, block);
  if (parsedBlocks.size > keptBlocks) parsedBlocks.delete(parsedBlocks.keys().next().value);
  return block;
}

/** What the matrix needs. Positions are those of data-blocks.ts. */
export function readIndex() {
  const index = JSON.parse(document.getElementById('index').textContent);
  index.rows = index.rows.map(([id, deployment, role, host, place, server, verdict, cells, expires], position) => ({
    position,
    id,
    deployment,
    role,
    host,
    place,
    server,
    verdict,
    cells,
    expires,
    haystack: `${id} ${server} ${place}`.toLowerCase(),
  }));
  return index;
}

/** One endpoint in full, its certificates and findings in place of their numbers. */
export function readEndpoint(index, position) {
  const block = readBlock(`details-${Math.floor(position / index.endpointsPerBlock)}`);
  const endpoint = block.endpoints[position % index.endpointsPerBlock];
  return {
    ...endpoint,
    chain: endpoint.chain.map((at) => readCertificate(index, at)),
    issuers: endpoint.issuers.map(({ at, from }) => ({ ...readCertificate(index, at), from })),
    findings: endpoint.findings.map((at) => block.findings[at]),
  };
}

function readCertificate(index, at) {
  const block = readBlock(`certificates-${Math.floor(at / index.certificatesPerBlock)}`);
  return block[at % index.certificatesPerBlock];
}

/** Parsed blocks that are kept: the pages of neighbouring endpoints are often read one after the other. */
const keptBlocks = 8;

/** The data in this file. Its blocks are parsed when they are needed. */
export function openReportData() {
  const index = parseIndex();
  const readBlock = createBlockReader();
  const readCertificate = (at) =>
    readBlock(`certificates-${Math.floor(at / index.certificatesPerBlock)}`)[at % index.certificatesPerBlock];
  return {
    /** What the matrix needs. */
    index,
    /** One endpoint in full, with its certificates and findings in place of their positions. */
    readEndpoint: (position) => {
      const block = readBlock(`details-${Math.floor(position / index.endpointsPerBlock)}`);
      const endpoint = block.endpoints[position % index.endpointsPerBlock];
      return {
        ...endpoint,
        chain: endpoint.chain.map(readCertificate),
        issuers: endpoint.issuers.map(({ at, from }) => ({ ...readCertificate(at), from })),
        causes: endpoint.causes.map((at) => block.causes[at]),
        findings: endpoint.findings.map((at) => block.findings[at]),
      };
    },
  };
}

/** Positions in a row are those of render-data-blocks.ts. */
function parseIndex() {
  const index = parseBlock('index');
  index.causes = index.causes.map(([key, title, severity, isWaived]) => ({
    key,
    title,
    severity,
    isWaived: !!isWaived,
  }));
  index.rows = index.rows.map(
    ([id, deployment, role, host, place, server, verdict, cells, expires, title, more, causes], position) => ({
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
      title: title < 0 ? '' : index.titles[title],
      more,
      causes,
      haystack: `${id} ${server} ${place}`.toLowerCase(),
    }),
  );
  return index;
}

function createBlockReader() {
  const parsed = new Map();
  return (id) => {
    const known = parsed.get(id);
    if (known !== undefined) return known;
    const block = parseBlock(id);
    parsed.set(id, block);
    if (parsed.size > keptBlocks) parsed.delete(parsed.keys().next().value);
    return block;
  };
}

function parseBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

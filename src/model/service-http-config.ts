import { z } from 'zod';

/** Where a secret stands: never in the configuration itself. */
export const secretSchema = z.union(
  [
    z.strictObject({ file: z.string().describe('File whose first line is the secret.') }),
    z.strictObject({ environment: z.string().describe('Environment variable with the secret.') }),
  ],
  'is not an object with `file` or `environment`; a secret does not stand in the configuration itself',
);

export type SecretSource = Readonly<z.infer<typeof secretSchema>>;

/** What a caller may do: `read` sees everything, `probe` has targets dialed (`/probe`), `run` starts schedules. */
export const callerRights = ['read', 'probe', 'run'] as const;
export type CallerRight = (typeof callerRights)[number];

const rightsSchema = z
  .array(z.enum(callerRights))
  .min(1)
  .optional()
  .describe(
    'What it may do: `read` (everything is shown), `probe` (`/probe`), `run` (start a schedule). Default: `read`.',
  );

/** Does not quote what may be a token. */
const noTokensHere =
  'is not a list of objects with `name` and `token`; a token does not stand in the configuration itself';

/** The HTTP interface of the service. */
export const httpConfigSchema = z.strictObject({
  listen: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe(
      'Addresses and ports, for instance `127.0.0.1:9443`. Default: `127.0.0.1:9443`. Beyond loopback it needs `tls`, and `tokens` or `clientAuthorities`.',
    ),
  publicUrl: z
    .string()
    .optional()
    .describe(
      'How people reach it, if not by its address, for links in notifications and for what browsers send: `https://audit.contoso.com`.',
    ),
  tls: z
    .strictObject({
      certificate: z.string().describe('PEM file with the certificate and its chain.'),
      key: z.string().describe('PEM file with its private key.'),
      clientAuthorities: z
        .string()
        .optional()
        .describe('PEM file with the authorities of client certificates. Who has a certificate of theirs is let in.'),
      clientRights: rightsSchema,
    })
    .optional()
    .describe('Default: without TLS, on loopback alone.'),
  tokens: z
    .array(
      z.strictObject(
        {
          name: z.string().describe('Whose it is, for the log.'),
          token: secretSchema.describe('The token: at least 16 letters, digits and `-._~+/`, at random.'),
          rights: rightsSchema,
        },
        noTokensHere,
      ),
      noTokensHere,
    )
    .optional()
    .describe(
      'Who sends one of them is let in (`Authorization: Bearer …`, or as the password of HTTP Basic). Without tokens and client authorities everyone may do everything.',
    ),
  requestsPerMinute: z.int().min(1).optional().describe('Of one address; more are turned away (429). Default: 600.'),
});

export type HttpConfig = Readonly<z.infer<typeof httpConfigSchema>>;

import type { Mutant } from '../mutant.ts';

const conversation = 'src/tls/start-tls/conversation.ts';
const conversationTest = 'test/tls/start-tls/conversation.test.ts';

/** What a server says before TLS: its bounds, and that nothing of it is read as TLS. */
export const prefaceMutants: readonly Mutant[] = [
  {
    id: 'preface-line',
    defends: 'a line before TLS ends',
    file: conversation,
    replace: 'length > maxLineBytes',
    by: 'false',
    test: { file: conversationTest, title: 'smtp: a line that does not end is given up, however it is cut' },
  },
  {
    id: 'preface-bytes',
    defends: 'what a server says before TLS ends',
    file: conversation,
    replace: 'this.#takenBytes + length > maxPrefaceBytes',
    by: 'false',
    test: { file: conversationTest, title: 'smtp: no more than 64 KiB are read before TLS, however they are cut' },
  },
  {
    id: 'preface-literal',
    defends: 'a literal before TLS has a length',
    file: conversation,
    replace: 'this.#takenBytes + count > maxPrefaceBytes',
    by: 'false',
    test: { file: conversationTest, title: 'a literal longer than all that may come is not waited for' },
  },
  {
    id: 'preface-injection',
    defends: 'what came with the go-ahead is not read as TLS, and is reported',
    file: 'src/collect/describe-handshake.ts',
    replace: 'injected.length > 0 && ',
    by: 'false && ',
    test: {
      file: 'test/collect/start-tls.test.ts',
      title: 'a whole flight that comes with the go-ahead is not read as TLS, and is kept',
    },
  },
];

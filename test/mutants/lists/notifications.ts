import type { Mutant } from '../mutant.ts';

const http = 'test/service/notify/http-senders.test.ts';
const smtp = 'test/service/notify/smtp.test.ts';
const delivery = 'test/service/notify/dispatcher.test.ts';
const changes = 'test/service/notify/judge-changes.test.ts';
const notifier = 'test/service/notify/notifier.test.ts';

/** Notifications: what receivers may cost and learn, what a peer may write into them, and what is told. */
export const notificationMutants: readonly Mutant[] = [
  {
    id: 'notification-secrets',
    defends: 'a receiver that tells back what it was sent does not put secrets into log and history',
    file: 'src/service/notify/send/conceal.ts',
    replace: "left.replaceAll(form, '***')",
    by: 'left',
    test: { file: http, title: 'webhook: status 400 is refused, redirects are not followed, and no secret is shown' },
  },
  {
    id: 'notification-answer-size',
    defends: 'an endless answer ends',
    file: 'src/net/post-http.ts',
    replace: 'socket.bytesRead > maxBytes && !socket.destroyed',
    by: 'false',
    test: { file: http, title: 'hostile receivers: none holds us, fills the memory or is taken for a success' },
  },
  {
    id: 'slack-markup',
    defends: 'what a peer sent is no markup or mention in Slack',
    file: 'src/service/notify/send/slack.ts',
    replace: "type: 'plain_text', text",
    by: "type: 'mrkdwn', text",
    test: { file: http, title: 'Slack: what a peer sent stands in plain_text alone, within the limits of blocks' },
  },
  {
    id: 'mail-start-tls',
    defends: 'no mail is sent in plain text unless that is allowed',
    file: 'src/service/notify/send/smtp.ts',
    replace: 'requireTLS: !allowPlainText',
    by: 'requireTLS: false',
    test: { file: smtp, title: 'without STARTTLS nothing is sent, unless that is allowed' },
  },
  {
    id: 'notification-lanes',
    defends: 'what is refused for good does not hold up what follows',
    file: 'src/service/notify/dispatcher.ts',
    replace: "delivery.kind === 'refused' ||",
    by: '',
    test: {
      file: delivery,
      title: 'what is refused is given up at once, shown, and does not hold up the next; it can be sent again',
    },
  },
  {
    id: 'notification-bound',
    defends: 'a channel that fails for ever does not fill the history',
    file: 'src/history/outbox.ts',
    replace: 'giveUpOldest.run(at,',
    by: 'void (at,',
    test: {
      file: delivery,
      title: 'the same notification is queued once, and what waits is bounded: the oldest are given up',
    },
  },
  {
    id: 'notification-flapping',
    defends: 'a cause that comes and goes is not told each time',
    file: 'src/service/notify/judge-changes.ts',
    replace: 'if (known.isUnstable && !isSettled(goneSince(known.key))) return [];',
    by: '',
    test: {
      file: changes,
      title: 'flapping: told as new, fixed and back, then not at all until it has been gone for a day',
    },
  },
  {
    id: 'notification-savepoint',
    defends: 'a failure of what is told undoes nothing of the run',
    file: 'src/service/notify/notifier.ts',
    replace: "undoAfter(thrown, () => database.exec('rollback to notify'));",
    by: 'throw thrown;',
    test: { file: notifier, title: 'a failure of what is told undoes nothing of the run, and is told by the next one' },
  },
  {
    id: 'notification-asked-wait',
    defends: 'a receiver cannot have a notification given up after one attempt',
    file: 'src/service/notify/delivery.ts',
    replace: 'Math.min(retryAfterMs, mostAskedMs)',
    by: 'retryAfterMs',
    test: { file: delivery, title: 'a receiver that asks for years has nothing given up after one attempt' },
  },
  {
    id: 'runs-at-once',
    defends: 'schedules that are due at one instant leave the service its sockets and its time',
    file: 'src/service/run-schedule.ts',
    replace: 'return (due) => takeTurn(() => runDue(due));',
    by: 'return runDue;',
    test: {
      file: 'test/service/run-schedule.test.ts',
      title: 'of hundreds of schedules that are due at once some run at a time, and each has its turn or is cut off',
    },
  },
];

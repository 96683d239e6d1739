/**
 * Gathers what is said in one turn of the loop and posts it as one message: to wake the other thread costs more than what
 * is said.
 */
export function createOutbox<Message>(post: (messages: readonly Message[]) => void): (message: Message) => void {
  let gathered: Message[] = [];
  const send = (): void => {
    const messages = gathered;
    gathered = [];
    post(messages);
  };
  return (message) => {
    gathered.push(message);
    if (gathered.length === 1) setImmediate(send);
  };
}

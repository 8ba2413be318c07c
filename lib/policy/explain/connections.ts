import type { AskedPort } from './asked-port';
import { changeFor } from './change';
import { askedOf, type CalledEnds, calledEnds, endsOf, grouped } from './ends';
import type { Connection, ExplainQuestion } from './explanation';
import { type Judge, verdictOf } from './judge';
import type { Asked } from './near-miss';
import { portWords } from './port-words';
import { type Side, withNear } from './side';

/** The connections that a question about a port means, those together that are decided alike. */
export function connectionsOf(question: ExplainQuestion, port: AskedPort, judge: Judge, definition: boolean): readonly Connection[] {
  const decided = endsOf(question).map((ends) => {
    const asked = askedOf(ends, port, question.server, judge.world);
    return { ends, asked, key: asked.map((side) => judge.keyOf(judge.decide(side))) };
  });
  return grouped(decided, ({ key }) => key).map((group): Connection => {
    const [{ ends, asked }] = group;
    const called = calledEnds(
      question,
      group.map((g) => g.ends),
    );
    const [egress, ingress] = asked.map((side) => sideOf(side, called, judge)) as [Side, Side];
    const { client, server } = question;
    const change = changeFor(
      [egress, ingress],
      { client: { identity: ends.client.identity, peer: client }, server: { identity: ends.server.identity, peer: server }, port },
      definition,
    );
    return {
      ...called,
      protocol: port.protocol,
      port: port.port,
      asked: portWords(port),
      verdict: verdictOf([egress, ingress]),
      egress,
      ingress,
      ...(change === undefined ? {} : { change }),
    };
  });
}

/** Of several ends that are decided alike the first stands for all where rules are compared with it. */
function sideOf(asked: Asked, { clients, servers }: CalledEnds, judge: Judge): Side {
  const [own, other] = asked.direction === 'egress' ? [clients, servers] : [servers, clients];
  const name = (names: readonly string[], usual: string) => (names.length === 1 ? (names[0] as string) : usual);
  const called = { subject: name(own, asked.called.subject), peer: name(other, asked.called.peer) };
  const renamed = { ...asked, called };
  const side = withNear(judge.side(renamed), renamed, judge.about(asked.subject, asked.direction), judge.world);
  return own.length === 1 ? side : { ...side, subject: `${own[0]} and ${own.length - 1} more` };
}

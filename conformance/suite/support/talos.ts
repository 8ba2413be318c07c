import { sampleDisks } from '../../claims/disks';
import type { TalosVerdict } from '../../claims/talos';
import type { Judged, Machine } from '../../judged';
import type { TalosMinor } from '../../pins';
import { ask, judges } from './judges';

/** What a Talos is asked: what it says of patches, for a control plane in a container where nothing else is said. */
export interface Question {
  readonly talos: TalosMinor;
  /** The minor whose form of config is generated. */
  readonly contract: string;
  readonly kubernetes: string;
  readonly patches: readonly string[];
  readonly clusterName?: string;
  /** The host of the API server's address. */
  readonly endpoint?: string;
  readonly mode?: Machine['mode'];
  readonly type?: Machine['type'];
}

type Answer = TalosVerdict & { readonly id: string; readonly stage: string; readonly baselineWarnings: readonly string[] };

/** Asks each Talos once for all that it is to judge. */
export function askTalos<K>(questions: ReadonlyMap<K, Question>): ReadonlyMap<K, TalosVerdict> {
  const verdicts = new Map<K, TalosVerdict>();
  for (const talos of new Set([...questions.values()].map((q) => q.talos))) {
    const asked = [...questions].filter(([, q]) => q.talos === talos);
    const answers = ask<Answer>(
      judges().talos[talos],
      [],
      asked.map(([, question]) => request(question)),
    );
    asked.forEach(([key], i) => {
      const { id: _, stage: __, baselineWarnings: ___, ...verdict } = answers[i] as Answer;
      verdicts.set(key, verdict);
    });
  }
  return verdicts;
}

/** Asks one question. */
export function askTalosOnce(question: Question): TalosVerdict {
  return askTalos(new Map([[0, question]])).get(0) as TalosVerdict;
}

/** The question whether Talos takes what a case emits for a machine, with the patch of its role applied so many times. */
export function aboutPatch({ talos, model }: Judged, { type, mode, patches: [role, ...own] }: Machine, times = 1): Question {
  const { platform } = model;
  return {
    talos,
    contract: model.versions.contract,
    kubernetes: model.versions.kubernetes,
    clusterName: model.name,
    endpoint: platform.kind === 'docker' ? platform.nodeAddress : platform.endpoint,
    mode,
    type,
    patches: [...new Array(times).fill(role), ...own].map(({ text }) => text),
  };
}

function request(question: Question) {
  const {
    contract,
    kubernetes,
    patches,
    clusterName = 'home',
    endpoint = '10.5.0.2',
    mode = 'container',
    type = 'controlplane',
  } = question;
  return {
    clusterName,
    endpoint: `https://${endpoint}:6443`,
    contract: `v${contract}`,
    kubernetesVersion: kubernetes,
    mode,
    type,
    patches,
    ...(mode === 'metal' ? { disks: sampleDisks } : {}),
  };
}

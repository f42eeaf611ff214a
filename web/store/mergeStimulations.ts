import type { Stimulation } from '#shared/schema/stimulation.ts';

/** All TENS uses known here: the server's, and this phone's newer versions of them; newest first. */
export function mergeStimulations(local: readonly Stimulation[], patientId: string, fromServer: readonly Stimulation[]): Stimulation[] {
  const byId = new Map(fromServer.map((each) => [each.id, each]));
  for (const each of local) if (each.patientId === patientId) byId.set(each.id, each);
  return [...byId.values()].sort((a, b) => b.startedAt.utcUs - a.startedAt.utcUs);
}

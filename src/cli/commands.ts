import type { Command } from './command.ts'

/** A command by its name, loaded only when it is asked for: what some commands stand on takes seconds to load. */
export interface CommandToLoad {
  readonly name: string
  load(): Promise<Command>
}

/** Every command, in the order of the work. */
export const commands: readonly CommandToLoad[] = [
  { name: 'start', load: async () => (await import('./commands/start.ts')).startCommand },
  { name: 'import', load: async () => (await import('./commands/import.ts')).importCommand },
  { name: 'coverage', load: async () => (await import('./commands/coverage.ts')).coverageCommand },
  { name: 'calibrate', load: async () => (await import('./commands/calibrate.ts')).calibrateCommand },
  { name: 'detect', load: async () => (await import('./commands/detect.ts')).detectCommand },
  { name: 'match', load: async () => (await import('./commands/match.ts')).matchCommand },
  { name: 'explain', load: async () => (await import('./commands/explain.ts')).explainCommand },
  {
    name: 'alerts arrive',
    load: async () => (await import('./commands/alertsArrive.ts')).alertsArriveCommand,
  },
  { name: 'serve', load: async () => (await import('./commands/serve.ts')).serveCommand },
  { name: 'users add', load: async () => (await import('./commands/usersAdd.ts')).usersAddCommand },
  {
    name: 'reports add-pack',
    load: async () => (await import('./commands/reportsAddPack.ts')).reportsAddPackCommand,
  },
  {
    name: 'reports build',
    load: async () => (await import('./commands/reportsBuild.ts')).reportsBuildCommand,
  },
  { name: 'disposal', load: async () => (await import('./commands/disposal.ts')).disposalCommand },
  { name: 'audit verify', load: async () => (await import('./commands/auditVerify.ts')).auditVerifyCommand },
  { name: 'audit anchor', load: async () => (await import('./commands/auditAnchor.ts')).auditAnchorCommand },
  { name: 'backup', load: async () => (await import('./commands/backup.ts')).backupCommand },
  { name: 'restore', load: async () => (await import('./commands/restore.ts')).restoreCommand },
  { name: 'drift', load: async () => (await import('./commands/drift.ts')).driftCommand },
  {
    name: 'outcomes export',
    load: async () => (await import('./commands/outcomesExport.ts')).outcomesExportCommand,
  },
  { name: 'learn', load: async () => (await import('./commands/learn.ts')).learnCommand },
  { name: 'sample', load: async () => (await import('./commands/sample.ts')).sampleCommand },
  { name: 'evaluate', load: async () => (await import('./commands/evaluate.ts')).evaluateCommand },
  { name: 'kernel', load: async () => (await import('./commands/kernel.ts')).kernelCommand },
  { name: 'world', load: async () => (await import('./commands/world.ts')).worldCommand },
  { name: 'packs check', load: async () => (await import('./commands/packsCheck.ts')).packsCheckCommand },
  { name: 'packs test', load: async () => (await import('./commands/packsTest.ts')).packsTestCommand },
  { name: 'packs diff', load: async () => (await import('./commands/packsDiff.ts')).packsDiffCommand },
  { name: 'packs seal', load: async () => (await import('./commands/packsSeal.ts')).packsSealCommand },
  { name: 'packs keygen', load: async () => (await import('./commands/packsKeygen.ts')).packsKeygenCommand },
  { name: 'packs sign', load: async () => (await import('./commands/packsSign.ts')).packsSignCommand },
  { name: 'packs verify', load: async () => (await import('./commands/packsVerify.ts')).packsVerifyCommand },
]

/** All of them, for whoever tells what there is. */
export function loadCommands(): Promise<readonly Command[]> {
  return Promise.all(commands.map(each => each.load()))
}

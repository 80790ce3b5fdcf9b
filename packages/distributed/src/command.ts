// The program `acoro-worker`.

export { workerCommand } from './command/worker-command.ts'

import { channelMachines } from './channel-machine.ts'
import type { Machine } from './machine.ts'
import { permitMachines } from './permit-machine.ts'
import { queueMachines } from './queue-machine.ts'

export const machines: Record<string, () => Machine> = {
  ...queueMachines,
  ...channelMachines,
  ...permitMachines,
}

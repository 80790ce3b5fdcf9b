// A network in memory, for programs that use @acoro/streams.

export type { MemoryHost } from './network/memory-host.ts'
export type { Latency, LinkOptions } from './network/memory-link.ts'
export { MemoryNetwork, type MemoryNetworkOptions, type PartitionOptions } from './network/memory-network.ts'
export { Disk } from './simulation/disk.ts'
export type {
  CrashMoment,
  HostOptions,
  PartitionMoment,
  RestartOptions,
  SimulationOptions,
} from './simulation/options.ts'
export { type ClockSkew, type HostMain, SimulatedHost } from './simulation/simulated-host.ts'
export { Simulation } from './simulation/simulation.ts'

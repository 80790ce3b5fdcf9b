// A network in memory, for programs that use @acoro/streams.

export type { MemoryHost } from './memory-host.ts'
export type { Latency, LinkOptions } from './memory-link.ts'
export { MemoryNetwork, type MemoryNetworkOptions, type PartitionOptions } from './memory-network.ts'

// A network in memory, for programs that use @acoro/streams.

export type { MemoryHost } from './network/memory-host.ts'
export type { Latency, LinkOptions } from './network/memory-link.ts'
export { MemoryNetwork, type MemoryNetworkOptions, type PartitionOptions } from './network/memory-network.ts'

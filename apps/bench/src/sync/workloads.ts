import { contended, mapped } from './contended.ts'
import { pipes } from './pipes.ts'
import { uncontended } from './uncontended.ts'
import type { Workload } from './workload.ts'

export const workloads: readonly Workload[] = [uncontended, contended, mapped, ...pipes]

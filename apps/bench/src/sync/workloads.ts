import type { Workload } from '../harness/compared.ts'
import { contended, mapped } from './contended.ts'
import { pipes } from './pipes.ts'
import { uncontended } from './uncontended.ts'

export const workloads: readonly Workload[] = [uncontended, contended, mapped, ...pipes]

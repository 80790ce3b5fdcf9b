import { fileURLToPath } from 'node:url'
import { compare } from '../harness/compared.ts'
import { breaker } from './breaker.ts'
import { flights } from './flights.ts'
import { jobs } from './jobs.ts'
import { pools } from './pools.ts'
import { retries } from './retries.ts'

const workloads = [...retries, ...pools, ...flights, ...jobs, breaker]
await compare(fileURLToPath(import.meta.url), workloads, process.env.ACORO_BENCH_PAGE)

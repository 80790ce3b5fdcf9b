// Preloaded into a program: a debugger in a worker, which speaks the inspector's protocol with the main
// thread. It is the protocol that editors and browsers speak through a socket.

import { Worker } from 'node:worker_threads'

const session = JSON.parse(process.env.DEBUGGER_SESSION)
const worker = new Worker(new URL('./driver.mjs', import.meta.url), { workerData: session, execArgv: [] })
await new Promise((resolve, reject) => {
  worker.once('error', reject)
  worker.once('message', resolve)
})
worker.unref()

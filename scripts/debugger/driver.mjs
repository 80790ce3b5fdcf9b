// Goes from pause to pause by the steps it was told, and writes a line of JSON for each place where it stopped.

import { writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'

const { patterns, steps, exceptions = 'none', evaluate } = workerData
const urls = new Map()
const session = new Session()
// Nothing else keeps a worker that waits for the main thread.
setInterval(() => {}, 60_000)

const post = (method, params) =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)))
  })

let last
session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
session.on('Debugger.paused', async ({ params }) => {
  const [top] = params.callFrames
  const url = urls.get(top.location.scriptId) ?? ''
  // V8 stops in Node's own files whatever they are called. An editor steps out of what it was told to skip.
  if (last !== undefined && url.startsWith('node:')) return void session.post('Debugger.stepOut')
  const stop = { url, name: top.functionName, line: top.location.lineNumber + 1, reason: params.reason }
  if (evaluate !== undefined) {
    const expression = { callFrameId: top.callFrameId, expression: evaluate, returnByValue: true }
    stop.value = (await post('Debugger.evaluateOnCallFrame', expression)).result.value
  }
  writeSync(1, `${JSON.stringify(stop)}\n`)
  last = steps.shift()
  session.post(last === undefined ? 'Debugger.resume' : `Debugger.${last}`)
})

session.connectToMainThread()
await post('Debugger.enable')
await post('Debugger.setBlackboxPatterns', { patterns })
await post('Debugger.setPauseOnExceptions', { state: exceptions })
parentPort.postMessage('ready')

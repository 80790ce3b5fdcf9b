// Goes from pause to pause by the steps it was told, and writes a line of JSON for each place where it
// stopped. At the first pause it sets a breakpoint, if it was told one, in the line that was written: source
// maps lead to it, as in an editor.

import { writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { SourceMap } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

const { patterns, steps, exceptions = 'none', evaluate, breakpoint } = workerData
const urls = new Map()
const maps = new Map()
const session = new Session()
// Nothing else keeps a worker that waits for the main thread.
setInterval(() => {}, 60_000)

const post = (method, params) =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)))
  })

/** The source map that stands in a script. */
function readMap(url) {
  const [, data] = /^data:application\/json[^,]*;base64,(.*)$/.exec(url ?? '') ?? []
  return data === undefined ? undefined : new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString()))
}

/** The first position in a script that comes from a line of its source. */
async function positionOf(scriptId, line) {
  const { scriptSource } = await post('Debugger.getScriptSource', { scriptId })
  for (const [lineNumber, text] of scriptSource.split('\n').entries()) {
    for (let columnNumber = 0; columnNumber < text.length; columnNumber++) {
      if (maps.get(scriptId).findEntry(lineNumber, columnNumber).originalLine === line - 1)
        return { scriptId, lineNumber, columnNumber }
    }
  }
  throw new Error(`Expected line ${line} in ${urls.get(scriptId)}`)
}

/** The line that was written, and the variables that a debugger shows there. */
async function written({ location, scopeChain }) {
  const map = maps.get(location.scriptId)
  if (map === undefined) return {}
  const variables = {}
  for (const { type, object } of scopeChain) {
    if (!['local', 'block'].includes(type)) continue
    const own = await post('Runtime.getProperties', { objectId: object.objectId, ownProperties: true })
    for (const { name, value } of own.result) variables[name] ??= value?.value ?? value?.type
  }
  return { written: map.findEntry(location.lineNumber, location.columnNumber).originalLine + 1, variables }
}

let last
session.on('Debugger.scriptParsed', ({ params }) => {
  urls.set(params.scriptId, params.url)
  const map = readMap(params.sourceMapURL)
  if (map !== undefined) maps.set(params.scriptId, map)
})
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
  if (breakpoint !== undefined) Object.assign(stop, await written(top))
  if (breakpoint !== undefined && last === undefined) {
    const [script] = [...urls].find(([, url]) => url.endsWith(breakpoint.file))
    await post('Debugger.setBreakpoint', { location: await positionOf(script, breakpoint.line) })
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

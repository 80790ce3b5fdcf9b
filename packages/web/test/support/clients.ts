// Real clients, as raw as needed: they say what they do, and the server's events say when it has happened.

import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Sends a request with node:http; `leave()` cuts its connection, `reset()` does so without an orderly end. */
export function begin(url: string, method: 'GET' | 'POST' | 'HEAD', body?: string) {
  const headers =
    body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const request = httpRequest(url, { method, headers, agent: false })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  answer.catch(() => {})
  request.end(body)
  return {
    answer,
    leave: () => void request.destroy(),
    reset: () => void request.socket?.resetAndDestroy(),
  }
}

/** The text of an answer; `…cut` at its end if the connection broke. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  answer.setEncoding('utf8')
  try {
    for await (const chunk of answer) text += chunk
    return text
  } catch {
    return `${text}…cut`
  }
}

/** A bare socket that has sent `text`. */
export async function socketTo(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (text !== '') socket.write(text)
  return socket
}

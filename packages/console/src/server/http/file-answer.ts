/** An answer that is a file and no JSON object. */
export class FileAnswer {
  readonly type: string
  readonly body: Uint8Array

  constructor(type: string, body: Uint8Array) {
    this.type = type
    this.body = body
  }
}

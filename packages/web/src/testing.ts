/// <reference path="../types/web.d.ts" preserve="true" />

// A web for tests, on virtual time.

export { FakeRequest, type FakeRoutes, FakeWeb, fakeWeb, type Responder } from './testing/fake-web.ts'
export { type FakeReply, type ReplyOptions, refuse, reply } from './testing/reply.ts'

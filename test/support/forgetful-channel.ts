/** A channel that puts its secrets into everything that it says: the hub has to take them out. */
import { type Channel, type ChannelContext, type ChannelDriver, SendError, type SendFailure } from '../../src-main/hub/channels/port.ts'
import { OmniError } from '../../src-shared/errors.ts'
import { textFrom } from './scripted-channel.ts'

/** One that anybody would find, and one that looks otherwise within JSON. */
export const FORGOTTEN = { token: 'plain-forgotten-token-1', phrase: 'say "friend"\\and enter' }

export interface ForgetfulChannel {
  driver: ChannelDriver
  /** Does what this instance's channel would do when its platform says something. */
  of(instanceName: string): { context: ChannelContext; accept(text: string, externalId: string): Promise<void> }
  /** Whether sends fail. */
  fails: boolean
  /** Webhook calls that say `isHeld` are handled no earlier. */
  release: PromiseWithResolvers<void>
}

export function createForgetfulChannel(): ForgetfulChannel {
  const contexts = new Map<string, ChannelContext>()

  function create(context: ChannelContext): Channel {
    contexts.set(context.instanceName, context)
    const { token = '', phrase = '' } = context.secrets
    const said = `the platform refused ${token} and ${phrase}`
    const everything = { token, headers: { 'x-key': phrase }, body: [JSON.stringify({ token }), said] }
    const plain = () => Promise.reject(new Error(said, { cause: new Error(said) }))
    const known = () => Promise.reject(new OmniError('platform_error', said, { details: { said, list: [token] }, cause: new Error(said) }))
    const failure = (): SendFailure => ({
      error: new OmniError('platform_error', said, { details: { said } }),
      wasSent: 'no',
      isTransient: false,
      retryAfterMs: null,
      request: everything,
      response: everything,
    })
    const connect = async () => {
      context.log.error({ error: said, everything }, `connected with ${token}`)
      context.reportConnection({ state: 'connected', message: said, account: `account of ${token}`, profileName: `name of ${token}` })
    }
    return {
      start: connect,
      async stop() {},
      connect,
      disconnect: known,
      restart: plain,
      logout: known,
      async remove() {},
      async send(part) {
        if (forgetful.fails) throw new SendError(failure())
        return { externalId: `sent-${part.deliveryId}`, chatExternalId: null, request: everything, response: everything }
      },
      edit: () => Promise.reject(new SendError(failure())),
      revoke: plain,
      setTyping: plain,
      markRead: plain,
      findSent: plain,
      async handleWebhook(call) {
        const { isKnown, isHeld } = call.body as { isKnown?: boolean; isHeld?: boolean }
        if (isHeld === true) await forgetful.release.promise
        return isKnown === true ? known() : plain()
      },
      callForJournal: (_call, text) => ({ text, message: null }),
      listGroups: known,
      fetchProfile: known,
      updateProfilePicture: known,
    }
  }

  const forgetful: ForgetfulChannel = {
    fails: false,
    release: Promise.withResolvers(),
    of(instanceName) {
      const context = contexts.get(instanceName)
      if (context === undefined) throw new Error(`no channel of ${instanceName}`)
      return {
        context,
        async accept(text, externalId) {
          const { token = '', phrase = '' } = context.secrets
          await context.accept([textFrom('15552223333', text, { externalId, raw: { token, nested: JSON.stringify({ phrase }) } })])
        },
      }
    },
    driver: {
      channel: 'forgetful',
      provider: null,
      type: {
        channel: 'forgetful',
        provider: null,
        icon: 'forgetful',
        name: 'Forgetful',
        label: 'Forgetful',
        description: 'For tests.',
        fields: [
          { name: 'token', label: 'Token', kind: 'secret', required: true },
          { name: 'phrase', label: 'Phrase', kind: 'secret', required: true },
        ],
        ids: [{ kind: 'phone', label: 'Phone' }],
        linking: 'none',
        offers: { files: false, reactions: false, editMinutes: 10, deleteMinutes: 10 },
      },
      capabilities: { deduplicatesSends: true, canEdit: false, maxTextLength: 1000, hasGroups: true },
      parseSettings: (settings) => settings,
      recipients: {
        chatIdFor: (recipient) => `${recipient}@s.whatsapp.net`,
        identityOf: (recipient) => ({ kind: 'phone', value: recipient }),
        addressOf: ([first]) => first?.value ?? null,
      },
      webhook: {
        paths: ['/forgetful/:name'],
        caller: 'a platform that forgets',
        verification: { by: 'secret_header', header: 'x-omni-webhook-secret' },
        testBody: () => ({}),
      },
      create,
    },
  }
  return forgetful
}

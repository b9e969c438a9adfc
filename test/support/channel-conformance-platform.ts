/** What the channel conformance suite asks of a platform's fake: the verbs of an adapter. */
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import type { PanelClient } from './hub.ts'

/** A message that somebody has written on the platform. */
export interface Said {
  /** As the platform names it. */
  id: string
}

/** A message of the account, as whoever reads the chat has it now. */
export interface Received {
  text: string
  /** The message that it answers visibly, where it does. */
  quotedId: string | null
  /** The bytes of a file that came with it. */
  file: Uint8Array | null
}

/** `Chat` and `Message` are the adapter's own: the suite only hands them back. */
export interface ChannelPlatform<Chat, Message extends Said> {
  /** What the account is made with. */
  account: Pick<Parameters<PanelClient['instances']['create']>[0], 'settings' | 'secrets' | 'behaviour'>
  /** Links a made account, where pressing Connect is not enough. Resolves when it is connected. */
  link?(name: string): Promise<unknown>
  stop(): Promise<unknown>

  /** A direct chat with somebody who has never written. */
  newChat(): Chat | Promise<Chat>
  /** The person of the chat writes; in a group one of them, to the account. Resolves when the platform has taken it. */
  write(chat: Chat, text: string, options?: { ageMs?: number }): Message | Promise<Message>
  /** The platform tells the same message once more. */
  tellAgain(message: Message): unknown
  /** What the account has said in the chat, in the order of the platform. */
  received(chat: Chat): Received[] | Promise<Received[]>

  /** Its person changes a message. Needed where `offers.editMinutes` is declared. */
  edit?(message: Message, text: string): unknown
  /** … or takes it back. Needed where `offers.deleteMinutes` is declared. */
  remove?(message: Message): unknown
  /** The next message of the account arrives, and the answer to the call is lost. */
  loseNextAnswer?(): void
  /** The next message of the account is refused, with the wish to be left alone for so long. Not where `protectsNumber`. */
  slowDown?(seconds: number): void
  /** The line between the hub and the platform is cut; what is written is told once it is mended. */
  cut?(): unknown
  mend?(): unknown
  /** Makes an account of this name that the platform refuses (a wrong token, a link that was ended). */
  refuse?(name: string): Promise<unknown>
  /** How often the platform has refused that account. */
  refusals?(): number
  /** The account's own side, past Omni. */
  staff?: {
    /** A chat in which it can write. */
    newChat(): Chat | Promise<Chat>
    /** It answers this message, visibly where the platform has that: what follows a question at once may be an automatic text. */
    answer(chat: Chat, message: Message, text: string): unknown
  }
  /** Needed where `hasGroups`. */
  group?: {
    newChat(): Chat | Promise<Chat>
    /** Somebody who is not of the account's own side writes, to the others. */
    writeAsOther(chat: Chat, text: string): unknown
  }
}

type Verb = Exclude<keyof ChannelPlatform<unknown, Said>, 'account' | 'stop' | 'link' | 'newChat' | 'write' | 'tellAgain' | 'received'>

/** What a driver's declarations make of the suite: nothing is left out that is not left out here. */
export function declared({ type, capabilities }: ChannelDriver) {
  const hasPlatform = type.isForTrying !== true
  return {
    hasPlatform,
    /** Somebody has to prove that the account is theirs. */
    hasCredentials: type.linking === 'qr' || type.fields.some(({ kind }) => kind === 'secret'),
    growsInPlace: capabilities.canEdit,
    /** A repeated call is one message, so that nobody has to decide about it. */
    repeatsSafely: capabilities.deduplicatesSends,
    /** The hub paces what it sends, before the platform asks for it. */
    isPaced: capabilities.protectsNumber === true,
    maxTextLength: capabilities.maxTextLength,
    hasGroups: hasPlatform && capabilities.hasGroups,
    hasFiles: type.offers.files,
    hasEdits: hasPlatform && type.offers.editMinutes !== undefined,
    hasDeletions: hasPlatform && type.offers.deleteMinutes !== undefined,
  }
}
export type Declared = ReturnType<typeof declared>

/** The verbs that an adapter must have by the declarations of its channel, each with its reason. */
export function neededVerbs(is: Declared): Partial<Record<Verb, string>> {
  const platform = 'it has a platform (it is not `isForTrying`)'
  return {
    ...(is.hasPlatform ? { loseNextAnswer: platform, cut: platform, mend: platform, staff: platform } : {}),
    ...(is.hasPlatform && !is.isPaced ? { slowDown: 'it has a platform, and no `protectsNumber`' } : {}),
    ...(is.hasCredentials ? { refuse: 'it has a secret field, or is linked by a code', refusals: 'it has a secret field' } : {}),
    ...(is.hasGroups ? { group: 'it declares `hasGroups`' } : {}),
    ...(is.hasEdits ? { edit: 'it declares `offers.editMinutes`' } : {}),
    ...(is.hasDeletions ? { remove: 'it declares `offers.deleteMinutes`' } : {}),
  }
}

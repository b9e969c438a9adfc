import { useQuery } from '@tanstack/react-query'
import type { ChannelKind, ChannelProvider, ChannelType } from '../../src-shared/contract/instances.ts'
import { api } from '../hub/client.ts'
import { hubText } from '../i18n/hub-text.ts'

/** What the channels of this version say of themselves; undefined until it was read. */
export function useChannelTypes(): ChannelType[] | undefined {
  return useQuery(api.instances.types.queryOptions()).data
}

/** Names a channel as people do: "WhatsApp". One that this version does not have keeps its own id. */
export function useChannelName(): (channel: ChannelKind) => string {
  const types = useChannelTypes()
  return (channel) => hubText(types?.find((type) => type.channel === channel)?.name ?? channel)
}

/** With the way it is reached, where there is more than one: "WhatsApp (Evolution API)", "Simulator". */
export function useChannelLabel(): (channel: ChannelKind, provider: ChannelProvider) => string {
  const types = useChannelTypes()
  return (channel, provider) => {
    const type = types?.find((candidate) => candidate.channel === channel && candidate.provider === provider)
    return hubText((provider === null ? type?.name : type?.label) ?? channel)
  }
}

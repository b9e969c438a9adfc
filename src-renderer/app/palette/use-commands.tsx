import { useMantineColorScheme } from '@mantine/core'
import {
  IconArrowRight,
  IconBrandWhatsapp,
  IconLanguage,
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRobot,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { ChannelMark } from '../../components/ChannelMark.tsx'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { useChannelName } from '../../components/use-channel-types.ts'
import { api } from '../../hub/client.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLanguage } from '../../i18n/Language.tsx'
import { LANGUAGES } from '../../i18n/languages.ts'
import { chooseLanguage } from '../../i18n/setup.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { recordInstance } from '../../pages/instances/queries.ts'
import { SECTIONS } from '../navigation/sections.ts'
import { useShortcuts } from '../shortcuts/registry.ts'
import type { Command } from './rank.ts'

export interface PaletteCommand extends Command {
  icon: ReactNode
  /** Its shortcut. */
  keys?: string | undefined
  /** A quiet word behind the label. */
  note?: string | undefined
  run: () => void
}

const ICON = { size: 18, stroke: 1.75 }

/** Pages, instances and actions; what the open page offers stands first. */
export function useCommands(): PaletteCommand[] {
  const { t } = useTranslation(['shell', 'accounts'])
  const language = useLanguage()
  const [, navigate] = useLocation()
  const channelName = useChannelName()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { data: instances = [] } = useQuery(api.instances.list.queryOptions())
  const { data: profiles = [] } = useQuery(api.agents.list.queryOptions())
  const shortcuts = useShortcuts((state) => state.all)
  const update = useMutation(api.instances.update.mutationOptions({ onError: notifyProblem }))

  const ofPage = shortcuts
    .filter(({ scope, isKeysOnly }) => scope !== 'navigation' && scope !== 'general' && !isKeysOnly)
    .map(
      ({ keys, label, keywords, run }): PaletteCommand => ({
        id: `key:${keys}:${label}`,
        group: 'actions',
        label,
        keywords,
        keys: keys ?? undefined,
        icon: <IconArrowRight {...ICON} />,
        run,
      }),
    )
  const pages = SECTIONS.map(
    ({ href, icon: PageIcon, name, key }): PaletteCommand => ({
      id: `page:${href}`,
      group: 'pages',
      label: t(`${name}`),
      keys: `g ${key}`,
      icon: <PageIcon {...ICON} />,
      run: () => navigate(href),
    }),
  )
  const accounts = instances.flatMap(({ name, displayName, channel, isActive }): PaletteCommand[] => [
    {
      id: `instance:${name}`,
      group: 'instances',
      label: t('palette.openInstance', { name: displayName }),
      keywords: `${channelName(channel)} ${name}`,
      icon: <ChannelMark channel={channel} size={22} />,
      run: () => navigate(`/instances/${name}`),
    },
    {
      id: `pause:${name}`,
      group: 'instances',
      label: t(isActive ? 'palette.pause' : 'palette.resume', { name: displayName }),
      icon: isActive ? <IconPlayerPause {...ICON} /> : <IconPlayerPlay {...ICON} />,
      run: () =>
        update.mutate(
          { name, isActive: !isActive },
          {
            onSuccess: (instance) => {
              recordInstance(instance)
              notifyDone(t(isActive ? 'palette.paused' : 'palette.resumed', { name: displayName }))
            },
          },
        ),
    },
  ])
  const agents = profiles.map(
    ({ id, name, kind }): PaletteCommand => ({
      id: `agent:${id}`,
      group: 'instances',
      label: t('palette.openAgent', { name: hubText(name) }),
      keywords: kind,
      icon: <IconRobot {...ICON} />,
      run: () => navigate(`/agents/${id}`),
    }),
  )
  const actions: PaletteCommand[] = [
    {
      id: 'connect',
      group: 'actions',
      label: t('palette.connectWhatsapp'),
      icon: <IconBrandWhatsapp {...ICON} />,
      run: () => navigate('/instances/new'),
    },
    { id: 'new-agent', group: 'actions', label: t('palette.newAgent'), icon: <IconRobot {...ICON} />, run: () => navigate('/agents/new') },
    { id: 'new', group: 'actions', label: t('palette.newInstance'), icon: <IconPlus {...ICON} />, run: () => navigate('/instances/new') },
    ...(['light', 'dark', 'auto'] as const)
      .filter((scheme) => scheme !== colorScheme)
      .map((scheme): PaletteCommand => {
        const SchemeIcon = { light: IconSun, dark: IconMoon, auto: IconSunMoon }[scheme]
        return {
          id: `theme:${scheme}`,
          group: 'actions',
          label: t(`palette.${scheme}Theme`),
          icon: <SchemeIcon {...ICON} />,
          run: () => setColorScheme(scheme),
        }
      }),
    ...LANGUAGES.filter(({ code }) => code !== language).map(
      ({ code, name }): PaletteCommand => ({
        id: `language:${code}`,
        group: 'actions',
        label: t('palette.speak', { language: name }),
        icon: <IconLanguage {...ICON} />,
        run: () => void chooseLanguage(code),
      }),
    ),
  ]
  return [...ofPage, ...pages, ...actions.slice(0, 3), ...accounts, ...agents, ...actions.slice(3)]
}

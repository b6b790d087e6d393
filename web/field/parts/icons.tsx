import type { ReactNode } from 'react'

const Icon = ({ children }: { children: ReactNode }) => (
  <svg className="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
    {children}
  </svg>
)

export const ArrowLeft = () => <Icon><path d="M15 5l-7 7 7 7" /></Icon>
export const ArrowRight = () => <Icon><path d="M9 5l7 7-7 7" /></Icon>
export const Backspace = () => <Icon><path d="M9 5h11v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5" /></Icon>
export const Search = () => <Icon><circle cx="10.5" cy="10.5" r="6" /><path d="M15 15l5.5 5.5" /></Icon>
export const Check = () => <Icon><path d="M4 12.5l5.5 5.5L20 6.5" /></Icon>
export const Cloud = () => <Icon><path d="M7 18.5a4 4 0 01-.4-8A5.5 5.5 0 0117.2 9a4.8 4.8 0 01-.2 9.5zM9 14l2.2 2.2L15 12.4" /></Icon>
export const CloudOff = () => <Icon><path d="M7 18.5a4 4 0 01-.4-8M9.5 5.8A5.5 5.5 0 0117.2 9a4.8 4.8 0 012.6 8.3M17 18.5H7M3.5 3.5l17 17" /></Icon>
export const Alert = () => <Icon><path d="M12 4l9 16H3zM12 10v4.5M12 17.3v.2" /></Icon>
export const Clock = () => <Icon><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2.5" /></Icon>
export const Receive = () => <Icon><path d="M12 3v9M8 8.5l4 4 4-4M4 13v6.5h16V13" /></Icon>
export const Issue = () => <Icon><path d="M12 12.5V3M8 6.5l4-4 4 4M4 13v6.5h16V13" /></Icon>
export const Transfer = () => <Icon><path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4" /></Icon>
export const Sign = () => <Icon><path d="M6 3h9l4 4v14H6zM9.5 14l2.2 2.2 4-4.4" /></Icon>
export const Rotation = () => <Icon><path d="M20 12a8 8 0 01-14 5.3M4 12a8 8 0 0114-5.3M18 2.5v4.2h-4.2M6 21.5v-4.2h4.2" /></Icon>
export const Person = () => <Icon><circle cx="12" cy="8" r="4" /><path d="M4.5 20.5a7.5 7.5 0 0115 0" /></Icon>

import { Suspense, useEffect, useRef, type ReactNode } from 'react'
import { CameraButton } from '../pages/later.tsx'
import { useCommon } from '../words.ts'
import { ArrowLeft } from './icons.tsx'
import { SyncMark } from './SyncMark.tsx'

type Props = {
  title: string
  /** Said under the title, such as the site. */
  under?: string | undefined
  back?: (() => void) | undefined
  /** What stands at the thumb, at the foot of the screen. */
  foot?: ReactNode
  children: ReactNode
}

/** A screen: a title, one question, and what to do about it within reach of the thumb. */
export function Screen({ title, under, back = () => history.back(), foot, children }: Props) {
  const t = useCommon()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    // A new question is read out, unless a field of it has taken the focus already.
    if (!document.activeElement || document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [title])
  return (
    <div className="screen">
      <header className="bar">
        <button type="button" className="bar-button" onClick={back} aria-label={t('back')}>
          <ArrowLeft />
        </button>
        <div className="bar-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {under && <p>{under}</p>}
        </div>
        <Suspense><CameraButton /></Suspense>
        <SyncMark />
      </header>
      <main className="body">{children}</main>
      {foot && <footer className="foot">{foot}</footer>}
    </div>
  )
}

import type { ComponentChildren } from 'preact';
import { me } from '#web/api/session.ts';
import { therapistNav } from '#web/copy/navigation.ts';
import { LaptopPage } from '#web/ui/page.tsx';
import './therapist.css';

/** The therapist's frame: navigation, and who is signed in. */
export function Shell({ title, search, children }: { title: string; search?: ComponentChildren; children: ComponentChildren }) {
  return (
    <LaptopPage
      title={title}
      nav={therapistNav}
      navEnd={
        <>
          {search}
          <span class="top-nav-person muted">{me.value?.displayName}</span>
        </>
      }
    >
      {children}
    </LaptopPage>
  );
}

/** A page of a sandbox as a browser gets it. */
export interface Page {
  status: number;
  /** Where it sends its reader on to. */
  location: string | null;
  text: string;
}

/** Opens a page, or sends the form on it; nobody follows where it leads. */
export async function browsed(url: string, form?: Record<string, string>, language = 'en'): Promise<Page> {
  const answer = await fetch(url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { accept: 'text/html', 'accept-language': language },
    redirect: 'manual',
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

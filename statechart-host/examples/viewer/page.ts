/** A page without any library: a line for each actor with where it stands, and below the latest events. */
export const viewerPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Machines at work</title>
<style>
  body { font: 1rem/1.5 system-ui; margin: 2rem; }
  td, th { padding: 0.2rem 1rem 0.2rem 0; text-align: left; }
</style>
<h1>Machines at work</h1>
<table>
  <thead><tr><th>workflow</th><th>actor</th><th>stands in</th></tr></thead>
  <tbody id="actors"></tbody>
</table>
<h2>Events</h2>
<ol id="events" reversed></ol>
<script>
  const actors = new Map();
  const cell = (row) => row.appendChild(document.createElement('td'));
  function rowOf({ workflowId, actor }) {
    const key = workflowId + ' ' + actor;
    if (!actors.has(key)) {
      const row = document.getElementById('actors').appendChild(document.createElement('tr'));
      cell(row).textContent = workflowId;
      cell(row).textContent = actor;
      actors.set(key, cell(row));
    }
    return actors.get(key);
  }
  new EventSource('/events').onmessage = ({ data }) => {
    const seen = JSON.parse(data);
    if (seen.kind === '@xstate.snapshot' && seen.states) rowOf(seen).textContent = seen.states.at(-1);
    if (seen.kind !== '@xstate.event') return;
    const line = document.createElement('li');
    line.textContent = seen.workflowId + ': ' + seen.actor + ' took ' + seen.event;
    const list = document.getElementById('events');
    list.prepend(line);
    while (list.children.length > 200) list.lastChild.remove();
  };
</script>
</html>
`;

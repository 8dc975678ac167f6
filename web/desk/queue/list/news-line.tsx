import { Button } from '../../../shared/ui/button';
import { useSettled } from '../../../shared/ui/use-settled';
import { useDesk } from '../../words/desk-words';
import { countsOf, type News } from './news';

/** What is read out has to be heard to its end, so it is told once nothing came for a while, in milliseconds. */
const READ_OUT_AFTER = 1_500;

/** How much of the list is not as it is shown, until somebody asks for it. It keeps its place while there is nothing. */
export function NewsLine({ news, onShow }: { news: News; onShow(): void }) {
  const { say } = useDesk();
  const counts = countsOf(news);
  const told = useSettled(counts, READ_OUT_AFTER);
  const words = ({ fresh, left }: typeof counts): string =>
    fresh + left === 0 ? '' : say('desk.queue.news', { fresh, left });
  return (
    <div className="news-line">
      <span role="status" className="aloud">
        {words(told)}
      </span>
      {words(counts) !== '' && (
        <Button kind="quiet" isSmall onPress={onShow}>
          {say('desk.queue.news.show', counts)}
        </Button>
      )}
    </div>
  );
}

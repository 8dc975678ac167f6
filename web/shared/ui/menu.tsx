import type { ReactNode } from 'react';
import { Button, Header, Menu as KitMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from './icons';
import './lists.css';

/** One of a few that is chosen at once, e.g. the language. */
interface MenuChoice<Value extends string> {
  title: string;
  choices: readonly { value: Value; name: string; language?: string }[];
  value: Value;
  onChoose(value: Value): void;
}

/** Something that is done at once. */
interface MenuDeed {
  name: string;
  onPress(): void;
}

interface MenuProps {
  /** What the button shows, and after it what it says aloud where that alone does not tell. */
  button: ReactNode;
  aloud?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each choice has values of its own
  choices?: readonly MenuChoice<any>[];
  deeds?: readonly MenuDeed[];
}

/** A button with choices and deeds behind it. */
export function Menu({ button, aloud, choices = [], deeds = [] }: MenuProps) {
  return (
    <MenuTrigger>
      <Button className="button plain small menu-button">
        {button}
        {aloud !== undefined && <span className="aloud">{aloud}</span>}
        <span className="down">
          <Icon name="down" />
        </span>
      </Button>
      <Popover className="popover" offset={4} placement="bottom end">
        <KitMenu className="options">
          {choices.map((choice) => (
            <ChoiceSection key={choice.title} {...choice} />
          ))}
          {deeds.map(({ name, onPress }) => (
            <MenuItem key={name} className="option" onAction={onPress}>
              {name}
            </MenuItem>
          ))}
        </KitMenu>
      </Popover>
    </MenuTrigger>
  );
}

function ChoiceSection<Value extends string>({ title, choices, value, onChoose }: MenuChoice<Value>) {
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = [...(keys as Set<Value>)][0];
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      <Header className="options-title">{title}</Header>
      {choices.map((choice) => (
        <MenuItem key={choice.value} id={choice.value} textValue={choice.name} className="option">
          <Icon name="check" />
          <span lang={choice.language}>{choice.name}</span>
        </MenuItem>
      ))}
    </MenuSection>
  );
}
